import { AssetCategory, type Asset } from '@cnop/contracts/inventory'
import { useState } from 'react'

import { Card } from '../../components/ui/card'
import { Empty } from '../../components/ui/empty'
import { TextField } from '../../components/ui/text-field'
import { categoryName } from '../../lib/category-name'
import { useWatchlist } from '../../lib/watchlist'
import { MarketTable } from './market-table'
import { selectAssets, type AssetOrder } from './select-assets'

type CategoryChoice = AssetCategory | 'all' | 'watched'

const CHOICES: readonly CategoryChoice[] = ['all', 'watched', ...AssetCategory.options]

const nameOf = (choice: CategoryChoice): string => {
  if (choice === 'all') return 'All'
  return choice === 'watched' ? '★ Watchlist' : categoryName(choice)
}

/** All assets, to search, filter and sort. */
export const MarketBrowser = ({ assets }: { readonly assets: readonly Asset[] }) => {
  const [search, setSearch] = useState('')
  const [category, setCategory] = useState<CategoryChoice>('all')
  const [order, setOrder] = useState<AssetOrder>({ column: 'market_cap', direction: 'descending' })
  const { watched } = useWatchlist()
  const selected = selectAssets(assets, { search, category, watched, order })

  return (
    <div className="grid gap-4">
      <div className="max-w-sm">
        <TextField
          label="Search"
          type="search"
          placeholder="Name or symbol"
          value={search}
          onValue={setSearch}
        />
      </div>
      <div role="group" aria-label="Category" className="flex flex-wrap gap-1.5">
        {CHOICES.map((choice) => (
          <button
            key={choice}
            type="button"
            aria-pressed={choice === category}
            onClick={() => setCategory(choice)}
            className="rounded-full border border-line px-2.5 py-1 text-[0.8125rem] text-muted hover:bg-raised aria-pressed:border-accent aria-pressed:bg-accent aria-pressed:text-on-accent"
          >
            {nameOf(choice)}
          </button>
        ))}
      </div>
      <Card>
        {selected.length === 0 ? (
          <Empty>
            {category === 'watched' && watched.size === 0
              ? 'Your watchlist is empty. Click the star beside an asset to put it here.'
              : 'No asset matches. Try another name or category.'}
          </Empty>
        ) : (
          <MarketTable assets={selected} order={order} onOrder={setOrder} />
        )}
      </Card>
      <p role="status" className="text-xs text-muted">
        {selected.length} of {assets.length} assets
      </p>
    </div>
  )
}
