import type { Asset } from '@cnop/contracts/inventory'
import { Link } from 'react-router-dom'

import { Change } from '../../components/ui/change'
import { Sparkline } from '../../components/ui/sparkline'
import { formatPercent, formatPrice } from '../../lib/format'
import { paths } from '../../lib/paths'

type MoverListProps = {
  readonly title: string
  readonly assets: readonly Asset[]
}

/** A few assets at a glance, each a way to trade it. */
export const MoverList = ({ title, assets }: MoverListProps) => (
  <section className="min-w-0 px-4 pt-3 pb-2">
    <h3 className="text-xs font-medium text-muted">{title}</h3>
    {assets.length === 0 ? <p className="py-3 text-sm text-muted">None today.</p> : null}
    <ol className="divide-y divide-line">
      {assets.map((asset) => (
        <li key={asset.asset_id}>
          <Link
            to={paths.trade(asset.asset_id)}
            className="-mx-2 grid min-h-12 grid-cols-[minmax(0,1fr)_3.5rem_6.75rem] items-center gap-3 rounded-control px-2 py-1 hover:bg-raised"
          >
            <span className="grid min-w-0">
              <span className="text-sm font-semibold">{asset.symbol}</span>
              <span className="truncate text-xs text-muted">{asset.name}</span>
            </span>
            <Sparkline
              prices={asset.sparkline}
              change={asset.change_24h}
              className="block h-6 w-14"
            />
            <span className="grid text-right text-sm">
              <span data-price>{formatPrice(asset.price_usd)}</span>
              <span className="text-xs">
                <Change value={asset.change_24h} text={formatPercent(asset.change_24h)} />
              </span>
            </span>
          </Link>
        </li>
      ))}
    </ol>
  </section>
)
