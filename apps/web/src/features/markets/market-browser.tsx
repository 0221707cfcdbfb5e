import type { Asset } from '@cnop/contracts/inventory'
import { useState, type FormEvent } from 'react'
import { NavigationType, useLocation, useNavigate, useNavigationType } from 'react-router-dom'

import { Card } from '../../components/ui/card'
import { Empty } from '../../components/ui/empty'
import { TextField } from '../../components/ui/text-field'
import { categoryName } from '../../lib/category-name'
import { paths } from '../../lib/paths'
import { useSearch } from '../../lib/use-search'
import { useWatchlist } from '../../lib/watchlist'
import {
  CATEGORY_CHOICES,
  categoryIn,
  orderIn,
  textOfCategory,
  textOfOrder,
  type CategoryChoice,
} from './market-choice'
import { MarketTable } from './market-table'
import { bestMatch, selectAssets } from './select-assets'
import { useHeldOrder } from './use-held-order'

const FIELDS = ['search', 'category', 'sort'] as const

const nameOf = (choice: CategoryChoice): string => {
  if (choice === 'all') return 'All'
  return choice === 'watched' ? '★ Watchlist' : categoryName(choice)
}

/** All assets, to search, filter and sort; what was chosen is in the address, so that Back finds it again. */
export const MarketBrowser = ({ assets }: { readonly assets: readonly Asset[] }) => {
  const chosen = useSearch(FIELDS)
  const [search, setSearch] = useTyped(chosen.valueOf('search'), (text) =>
    chosen.change('search', text),
  )
  const category = categoryIn(chosen.valueOf('category'))
  const order = orderIn(chosen.valueOf('sort'))
  const { watched } = useWatchlist()
  const { assets: selected, holder } = useHeldOrder(
    selectAssets(assets, { search, category, watched, order }),
    `${search} ${category} ${textOfOrder(order)}`,
  )

  const navigate = useNavigate()
  const openMatch = (event: FormEvent): void => {
    event.preventDefault()
    const match = bestMatch(selected, search)
    if (match !== undefined) void navigate(paths.trade(match.asset_id))
  }

  return (
    <div className="grid gap-4">
      <form role="search" onSubmit={openMatch} className="max-w-sm">
        <TextField
          label="Search"
          type="search"
          placeholder="Name or symbol"
          value={search}
          onValue={setSearch}
        />
      </form>
      <CategoryChips
        chosen={category}
        onChoose={(choice) => chosen.change('category', textOfCategory(choice))}
      />
      <Card>
        {selected.length === 0 ? (
          <Empty>
            {category === 'watched' && watched.size === 0
              ? 'Your watchlist is empty. Click the star beside an asset to put it here.'
              : 'No asset matches. Try another name or category.'}
          </Empty>
        ) : (
          <MarketTable
            assets={selected}
            order={order}
            onOrder={(wanted) => chosen.change('sort', textOfOrder(wanted))}
            holder={holder}
          />
        )}
      </Card>
      <p role="status" className="text-xs text-muted">
        {selected.length} of {assets.length} assets
      </p>
    </div>
  )
}

type CategoryChipsProps = {
  readonly chosen: CategoryChoice
  readonly onChoose: (choice: CategoryChoice) => void
}

const CategoryChips = ({ chosen, onChoose }: CategoryChipsProps) => (
  <div role="group" aria-label="Category" className="flex flex-wrap gap-1.5">
    {CATEGORY_CHOICES.map((choice) => (
      <button
        key={choice}
        type="button"
        aria-pressed={choice === chosen}
        onClick={() => onChoose(choice)}
        className="rounded-full border border-line px-2.5 py-1 text-[0.8125rem] text-muted hover:bg-raised aria-pressed:border-accent aria-pressed:bg-accent aria-pressed:text-on-accent"
      >
        {nameOf(choice)}
      </button>
    ))}
  </div>
)

/**
 * A text that is in the address a moment after it was typed: a field that waited for the address would lose
 * letters. Where the address changes by itself, as with Back, the field follows.
 */
const useTyped = (
  text: string,
  onText: (text: string) => void,
): readonly [string, (text: string) => void] => {
  const [typed, type] = useState(text)
  const { key } = useLocation()
  const isOwn = useNavigationType() === NavigationType.Replace
  const [followed, follow] = useState(key)
  if (key !== followed) {
    follow(key)
    if (!isOwn) type(text)
  }
  return [
    typed,
    (wanted) => {
      type(wanted)
      onText(wanted)
    },
  ]
}
