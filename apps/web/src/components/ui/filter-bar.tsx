import type { ReactNode } from 'react'

import { isReversed } from '../../lib/chosen-period'
import { Button } from './button'
import { TextField } from './text-field'

type FilterBarProps = {
  readonly label: string
  readonly any: boolean
  readonly onClear: () => void
  readonly children: ReactNode
}

/** What narrows a table down, and the way back to all of it. */
export const FilterBar = ({ label, any, onClear, children }: FilterBarProps) => (
  <div
    role="group"
    aria-label={label}
    className="grid grid-cols-2 items-start gap-3 border-b border-line p-4 md:grid-cols-[repeat(4,minmax(0,1fr))_auto]"
  >
    {children}
    <Button
      look="quiet"
      className="self-end max-md:disabled:hidden md:mt-6 md:self-start"
      disabled={!any}
      onClick={onClear}
    >
      Show all
    </Button>
  </div>
)

type PeriodFieldsProps = {
  readonly from: string
  readonly to: string
  readonly onChange: (end: 'from' | 'to', day: string) => void
}

/** A first and a last day, both included; days are those of the reader. */
export const PeriodFields = ({ from, to, onChange }: PeriodFieldsProps) => (
  <>
    <TextField label="From" type="date" value={from} onValue={(day) => onChange('from', day)} />
    <TextField
      label="To"
      type="date"
      value={to}
      onValue={(day) => onChange('to', day)}
      error={isReversed(from, to) ? 'must not be before the first day' : undefined}
    />
  </>
)
