import type { Returns } from '@cnop/contracts/portfolio-history'

import { Change } from '../../components/ui/change'
import { formatPercent } from '../../lib/format'

/** Both returns of a period, named, and how each is computed. */
export const ReturnFigures = ({ returns }: { readonly returns: Returns }) => {
  const { time_weighted, money_weighted, basis } = returns
  return (
    <div className="grid gap-1 text-sm">
      <dl className="flex flex-wrap gap-x-6 gap-y-1">
        <Figure name="Time-weighted return" percent={time_weighted} />
        <Figure name="Money-weighted return (XIRR, per year)" percent={money_weighted} />
      </dl>
      <details className="text-xs text-muted">
        <summary className="cursor-pointer">How returns are computed</summary>
        <p className="mt-1 max-w-prose">
          Time-weighted: the portfolio is valued at every deposit, withdrawal and adjustment, and
          the growth between them is multiplied, so the size of deposits does not count. The
          coarsest price used here is that of a {basis}.
        </p>
        <p className="mt-1 max-w-prose">
          Money-weighted: the yearly rate at which your deposits and withdrawals grow to today’s
          value. It needs at least 28 days and is left out where no single rate fits.
        </p>
      </details>
    </div>
  )
}

type FigureProps = { readonly name: string; readonly percent: string | null }

const Figure = ({ name, percent }: FigureProps) => (
  <div className="flex items-baseline gap-2">
    <dt className="text-xs text-muted">{name}</dt>
    <dd>{percent === null ? '—' : <Change value={percent} text={formatPercent(percent)} />}</dd>
  </div>
)
