import type { Portfolio } from '@cnop/contracts/portfolio'

import { Empty } from '../../components/ui/empty'
import { formatShare, formatUsd } from '../../lib/format'
import { partsOf, type Part } from './allocation-parts'

/** As strokes of the ring and as squares of the legend. */
const LOOKS = [
  'text-part-1',
  'text-part-2',
  'text-part-3',
  'text-part-4',
  'text-part-5',
  'text-part-6',
] as const

const REST = 'text-part-rest'

/** A part is known by its color alone, which therefore stays where colors are forced. */
const lookOf = (part: Part, index: number): string =>
  `forced-color-adjust-none ${part.name === 'Others' ? REST : (LOOKS[index] ?? REST)}`

/** How the portfolio is divided: a ring, and beside it the same in figures. */
export const Allocation = ({ portfolio }: { readonly portfolio: Portfolio }) => {
  const parts = partsOf(portfolio)
  if (parts.length === 0) return <Empty>There is nothing to divide yet.</Empty>
  return (
    <div className="flex flex-wrap items-center justify-center gap-x-6 gap-y-4 p-4">
      <Ring parts={parts} />
      <table className="min-w-56 flex-1 text-sm">
        <caption className="sr-only">How the portfolio is divided</caption>
        <thead className="sr-only">
          <tr>
            <th scope="col">Part</th>
            <th scope="col">Value</th>
            <th scope="col">Share</th>
          </tr>
        </thead>
        <tbody>
          {parts.map((part, index) => (
            <tr key={part.name}>
              <th scope="row" className="py-1 text-left font-medium">
                <span aria-hidden="true" className={`mr-2 ${lookOf(part, index)}`}>
                  ■
                </span>
                {part.name}
              </th>
              <td className="py-1 pl-3 text-right">{formatUsd(part.value)}</td>
              <td className="py-1 pl-3 text-right whitespace-nowrap text-muted">
                {formatShare(part.percent)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

const RADIUS = 40
const AROUND = 2 * Math.PI * RADIUS
const GAP = 1.5

/** Only a picture: floats will do. */
const Ring = ({ parts }: { readonly parts: readonly Part[] }) => {
  const lengths = parts.map(({ percent }) => (Number.parseFloat(percent) / 100) * AROUND)
  const gap = parts.length > 1 ? GAP : 0
  return (
    <svg viewBox="0 0 100 100" aria-hidden="true" className="size-40 shrink-0 -rotate-90">
      {parts.map((part, index) => (
        <circle
          key={part.name}
          cx="50"
          cy="50"
          r={RADIUS}
          fill="none"
          stroke="currentColor"
          strokeWidth="14"
          strokeDasharray={`${Math.max((lengths[index] ?? 0) - gap, 0.4)} ${AROUND}`}
          strokeDashoffset={-lengths.slice(0, index).reduce((sum, length) => sum + length, 0)}
          className={lookOf(part, index)}
        />
      ))}
    </svg>
  )
}
