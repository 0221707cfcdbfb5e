import type { Explanation, ExplanationTerm } from '@cnop/contracts/explain'
import { plus } from '@cnop/money/scaled'
import { parseCash, parseQuantity, printCash, printQuantity } from '@cnop/money/text'
import { useQuery, type UseQueryOptions } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { Link } from 'react-router-dom'

import { formatClock, formatDateTime, formatQuantity, formatUsd } from '../../lib/format'
import { noteText } from '../../lib/note-text'
import { paths } from '../../lib/paths'
import { Dialog } from './dialog'
import { QueryState } from './query-state'

type Unit = 'cash' | 'quantity'

const UNITS = {
  cash: {
    print: formatUsd,
    sum: (amounts: readonly string[]) =>
      printCash(amounts.map(parseCash).reduce(plus, parseCash('0'))),
  },
  quantity: {
    print: formatQuantity,
    sum: (amounts: readonly string[]) =>
      printQuantity(amounts.map(parseQuantity).reduce(plus, parseQuantity('0'))),
  },
} as const

type ExplainedProps<Key extends readonly unknown[]> = {
  /** What the figure is called on the page. */
  readonly label: string
  /** What it is called in the answer that explains it. */
  readonly of: string
  readonly query: UseQueryOptions<Explanation[], Error, Explanation[], Key>
  readonly unit?: Unit
  readonly children: ReactNode
}

/** A figure that opens to what it is made of. */
export const Explained = <Key extends readonly unknown[]>(props: ExplainedProps<Key>) => {
  const [open, setOpen] = useState(false)
  // Most are never opened, and a page has dozens. One that was gives the focus back as it closes.
  const [wasOpened, setWasOpened] = useState(false)
  const { label, children } = props
  const show = (): void => {
    setOpen(true)
    setWasOpened(true)
  }
  return (
    <>
      <button
        type="button"
        title="What is this made of?"
        aria-haspopup="dialog"
        onClick={show}
        className="rounded-control text-left underline decoration-muted/60 decoration-dotted decoration-1 underline-offset-4 hover:decoration-accent hover:decoration-solid"
      >
        {children}
        <span className="sr-only">, explain {label}</span>
      </button>
      {wasOpened ? (
        <Dialog title={label} open={open} onClose={() => setOpen(false)} wide>
          <Contents {...props} />
        </Dialog>
      ) : null}
    </>
  )
}

const Contents = <Key extends readonly unknown[]>({
  of,
  query,
  unit = 'cash',
}: ExplainedProps<Key>) => {
  const answer = useQuery(query)
  return (
    <QueryState query={answer} lines={4}>
      {(explanations) => {
        const found = explanations.find((explanation) => explanation.of === of)
        return found === undefined ? (
          <p className="text-sm text-muted">There is nothing to explain here yet.</p>
        ) : (
          <Sum explanation={found} unit={unit} at={new Date(answer.dataUpdatedAt)} />
        )
      }}
    </QueryState>
  )
}

type SumProps = {
  readonly explanation: Explanation
  readonly unit: Unit
  /** When it was answered. Prices go on, so what was clicked may already be another. */
  readonly at: Date
}

const Sum = ({ explanation, unit, at }: SumProps) => {
  const { print, sum } = UNITS[unit]
  const total = sum(explanation.terms.map(({ amount }) => amount))
  return (
    <div className="grid gap-3 text-sm">
      <p className="flex flex-wrap items-baseline gap-x-2">
        <span className="text-2xl font-semibold tracking-tight">{print(total)}</span>
        <span className="text-xs text-muted">as of {formatClock(at)}</span>
      </p>
      <p className="text-muted">
        {sentence(explanation.formula)}
        {explanation.older === null ? '' : '. The first line stands for everything older'}.
      </p>
      <table className="w-full border-collapse">
        <caption className="sr-only">Terms that add up to the figure</caption>
        <thead className="sr-only">
          <tr>
            <th scope="col">Term</th>
            <th scope="col">Amount</th>
          </tr>
        </thead>
        <tbody>
          {explanation.terms.map((term, index) => (
            <tr key={`${term.name}-${String(index)}`} className="border-t border-line align-top">
              <td className="py-2 pr-4">
                <Name term={term} />
              </td>
              <td className="py-2 text-right font-medium whitespace-nowrap">
                {print(term.amount)}
              </td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr className="border-t-2 border-ink">
            <th scope="row" className="py-2 text-left font-semibold">
              Sum
            </th>
            <td className="py-2 text-right font-semibold whitespace-nowrap">{print(total)}</td>
          </tr>
        </tfoot>
      </table>
    </div>
  )
}

const Name = ({ term }: { readonly term: ExplanationTerm }) => (
  <>
    {term.at === null ? (
      <span className="font-medium">{sentence(term.name)}</span>
    ) : (
      <When at={term.at} orderId={term.order_id} />
    )}
    <span className="block text-xs wrap-anywhere text-muted">{noteText(term.note)}</span>
  </>
)

const When = ({ at, orderId }: { readonly at: string; readonly orderId: string | null }) =>
  orderId === null ? (
    <span className="font-medium">{formatDateTime(at)}</span>
  ) : (
    <Link to={paths.order(orderId)} className="font-medium text-accent">
      {formatDateTime(at)}
    </Link>
  )

/** `usd_balance + total_asset_value`, as a person would write it. */
const sentence = (text: string): string =>
  text
    .replaceAll('_', ' ')
    .replaceAll('usd', 'USD')
    .replace(/^./, (letter) => letter.toUpperCase())
