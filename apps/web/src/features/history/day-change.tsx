import type { Portfolio } from '@cnop/contracts/portfolio'

import { usePortfolioHistory } from '../../api/portfolio-history'
import { Change } from '../../components/ui/change'
import { formatGain, formatPercent } from '../../lib/format'
import { gainOver, upToNow } from './gain'

type DayChangeProps = { readonly portfolio: Portfolio }

/** Past 24 hours, excluding deposits and withdrawals. */
export const DayChange = ({ portfolio }: DayChangeProps) => {
  const { data, isPending } = usePortfolioHistory('1d')
  if (isPending) return <Room />
  const live = data === undefined ? undefined : upToNow(data, portfolio)
  const amount = live === undefined ? undefined : gainOver(live)
  if (live === undefined || amount === undefined)
    return <span className="inline-block min-h-10 text-muted @3xl:min-h-0">—</span>
  return <Shown amount={amount} percent={live.returns.time_weighted} />
}

type ShownProps = {
  readonly amount: string
  /** Time-weighted. */
  readonly percent: string | null
}

const Shown = ({ amount, percent }: ShownProps) => (
  <span className="inline-flex flex-col gap-x-1.5 @3xl:flex-row @3xl:items-baseline">
    <Change value={amount} text={formatGain(amount)} />
    {percent === null ? null : (
      <span className="text-xs font-normal whitespace-nowrap text-muted">
        {formatPercent(percent)}
      </span>
    )}
  </span>
)

/** About as large as what comes, so that nothing moves when it does. */
const Room = () => (
  <span aria-hidden="true" className="invisible">
    <Shown amount="1000.00" percent="10.00" />
  </span>
)
