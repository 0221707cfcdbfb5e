import { usePortfolioHistory } from '../../api/portfolio-history'
import { Change } from '../../components/ui/change'
import { formatGain, formatPercent } from '../../lib/format'
import { gainBetween } from './gain'

/** What the last 24 hours have brought, without deposits and withdrawals. */
export const DayChange = () => {
  const points = usePortfolioHistory('1d').data?.points
  const [first, last] = [points?.at(0), points?.at(-1)]
  if (first === undefined || last === undefined) return <span className="text-muted">—</span>
  const { amount, percent } = gainBetween(first, last)
  return (
    <>
      <Change value={amount} text={formatGain(amount)} />
      {percent === undefined ? null : (
        <span className="ml-1.5 text-xs font-normal whitespace-nowrap text-muted">
          {formatPercent(percent)}
        </span>
      )}
    </>
  )
}
