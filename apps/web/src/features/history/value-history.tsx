import type { HistoryRange, Returns, ValuePoint } from '@cnop/contracts/portfolio-history'
import { useState } from 'react'

import { usePortfolioHistory } from '../../api/portfolio-history'
import { Card } from '../../components/ui/card'
import { Change } from '../../components/ui/change'
import { ChartCredit } from '../../components/ui/chart-credit'
import { ChartPlace } from '../../components/ui/chart-place'
import { Choice } from '../../components/ui/choice'
import { Empty } from '../../components/ui/empty'
import { QueryState } from '../../components/ui/query-state'
import { TableBeside } from '../../components/ui/table-beside'
import { formatDateTime, formatGain, formatUsd } from '../../lib/format'
import { lazily } from '../../lib/lazily'
import { gainOver } from './gain'
import { HistoryRows } from './history-rows'
import { ReturnFigures } from './return-figures'

/** The chart comes when it is to be seen. */
const { Part: ValueChart } = lazily(async () => (await import('./value-chart')).ValueChart)

const RANGES: readonly {
  readonly value: HistoryRange
  readonly label: string
  readonly words: string
}[] = [
  { value: '1d', label: '1D', words: 'in the last day' },
  { value: '1w', label: '1W', words: 'in the last week' },
  { value: '1m', label: '1M', words: 'in the last month' },
  { value: '3m', label: '3M', words: 'in three months' },
  { value: '1y', label: '1Y', words: 'in the last year' },
  { value: 'all', label: 'All', words: 'since the beginning' },
]

const LINES = 7
const CHART_LINES = 6
/** Points that make a curve. */
const LEAST = 2

/** What is shown before another is chosen. */
export const FIRST_RANGE = '1m'

/** What the portfolio was worth over a chosen time. */
export const ValueHistory = () => {
  const [range, setRange] = useState<HistoryRange>(FIRST_RANGE)
  const query = usePortfolioHistory(range)
  return (
    <Card title="Value over time">
      <div className="grid gap-3 p-4">
        <div className="max-w-md">
          <Choice label="Time shown" value={range} options={RANGES} onValue={setRange} />
        </div>
        {/* As high while it loads, and without a curve, as with one: nothing below it jumps. */}
        <div className="grid min-h-[23rem] content-center sm:min-h-[26rem]">
          <QueryState query={query} lines={LINES}>
            {(history) => (
              <Shown
                range={history.range}
                points={history.points}
                gain={gainOver(history)}
                returns={history.returns}
              />
            )}
          </QueryState>
        </div>
      </div>
    </Card>
  )
}

type ShownProps = {
  readonly range: HistoryRange
  readonly points: readonly ValuePoint[]
  readonly gain: string | undefined
  readonly returns: Returns
}

const Shown = ({ range, points, gain, returns }: ShownProps) => {
  const [first, last] = [points.at(0), points.at(-1)]
  if (first === undefined || last === undefined || points.length < LEAST)
    return <Empty>The curve begins an hour after your first deposit.</Empty>
  const words = RANGES.find(({ value }) => value === range)?.words ?? ''
  const label = `Value from ${formatUsd(first.value)} on ${formatDateTime(first.time)} to ${formatUsd(last.value)} on ${formatDateTime(last.time)}`
  return (
    <div className="grid gap-2">
      <GainLine gain={gain} words={words} />
      <ReturnFigures returns={returns} />
      <div className="min-h-56 sm:min-h-72">
        <ChartPlace lines={CHART_LINES}>
          <ValueChart points={points} label={label} />
        </ChartPlace>
      </div>
      <div className="flex flex-wrap justify-between gap-2 text-xs text-muted">
        <span>Line: value. Broken line: paid in.</span>
        <ChartCredit />
      </div>
      <TableBeside summary="The same as a table">
        <HistoryRows points={points} />
      </TableBeside>
    </div>
  )
}

type GainLineProps = { readonly gain: string | undefined; readonly words: string }

const GainLine = ({ gain, words }: GainLineProps) => {
  if (gain === undefined)
    return <p className="text-sm text-muted">The gain is not known: a price is missing.</p>
  return (
    <p className="flex flex-wrap items-baseline gap-x-2 text-sm">
      <Change value={gain} text={formatGain(gain)} />
      <span className="text-xs text-muted">{words}, excluding deposits and withdrawals</span>
    </p>
  )
}
