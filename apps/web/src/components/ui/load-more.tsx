import { explain } from '../../lib/problem'
import { Button } from './button'
import { Notice } from './notice'

type LoadMoreProps = {
  /** The last page had no row: one searches for something rare, and decides how far back. */
  readonly searching?: boolean
  readonly query: {
    readonly hasNextPage: boolean
    readonly isFetchingNextPage: boolean
    readonly isFetchNextPageError: boolean
    readonly error: Error | null
    readonly fetchNextPage: () => Promise<unknown>
  }
}

/** Goes on with a list. What cannot be had now is asked for by the same button. */
export const LoadMore = ({ query, searching = false }: LoadMoreProps) =>
  query.hasNextPage ? (
    <div className="grid justify-items-center gap-3 border-t border-line p-3 print:hidden">
      {query.isFetchNextPageError ? <Notice tone="error">{explain(query.error)}</Notice> : null}
      <Button
        look="secondary"
        busy={query.isFetchingNextPage}
        onClick={() => void query.fetchNextPage()}
      >
        {wordsOf(searching, query.isFetchingNextPage)}
      </Button>
    </div>
  ) : null

const wordsOf = (searching: boolean, busy: boolean): string => {
  if (searching) return busy ? 'Searching …' : 'Search older'
  return busy ? 'Loading …' : 'Load more'
}
