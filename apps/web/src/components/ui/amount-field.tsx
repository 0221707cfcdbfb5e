import type { ComponentProps } from 'react'

import { writeAmount } from '../../lib/read-amount'
import { TextField } from './text-field'

type AmountFieldProps = Omit<
  ComponentProps<typeof TextField>,
  'inputMode' | 'autoComplete' | 'placeholder'
> & {
  /** Repeats the amount where the text could be read another way. */
  readonly readAs: string | undefined
}

/** A field for an amount, with the keypad that has the reader's decimal mark on it. */
export const AmountField = ({ readAs, hint, ...field }: AmountFieldProps) => (
  <TextField
    {...field}
    inputMode="decimal"
    autoComplete="off"
    placeholder={writeAmount('0.00')}
    hint={
      <>
        {hint === undefined ? null : <p>{hint}</p>}
        <p aria-live="polite" className="empty:hidden text-ink">
          {readAs}
        </p>
      </>
    }
  />
)
