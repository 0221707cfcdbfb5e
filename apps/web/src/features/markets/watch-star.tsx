import { useWatchlist } from '../../lib/watchlist'

type WatchStarProps = { readonly assetId: string; readonly symbol: string }

/** Puts an asset on the watchlist, or takes it off. */
export const WatchStar = ({ assetId, symbol }: WatchStarProps) => {
  const { watched, toggle } = useWatchlist()
  const isWatched = watched.has(assetId)
  return (
    <button
      type="button"
      aria-pressed={isWatched}
      aria-label={`Watch ${symbol}`}
      title={isWatched ? 'Take off the watchlist' : 'Put on the watchlist'}
      onClick={() => toggle(assetId)}
      // Above the link of the row.
      className={`relative z-10 inline-grid print:hidden size-7 place-items-center rounded-control text-base leading-none hover:bg-raised ${isWatched ? 'text-warn' : 'text-muted'}`}
    >
      <span aria-hidden="true">{isWatched ? '★' : '☆'}</span>
    </button>
  )
}
