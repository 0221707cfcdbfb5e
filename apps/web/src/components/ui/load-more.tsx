import { Button } from './button'

type LoadMoreProps = {
  readonly query: {
    readonly hasNextPage: boolean
    readonly isFetchingNextPage: boolean
    readonly fetchNextPage: () => Promise<unknown>
  }
}

export const LoadMore = ({ query }: LoadMoreProps) =>
  query.hasNextPage ? (
    <div className="flex justify-center border-t border-line p-3">
      <Button
        look="secondary"
        busy={query.isFetchingNextPage}
        onClick={() => void query.fetchNextPage()}
      >
        {query.isFetchingNextPage ? 'Loading …' : 'Load more'}
      </Button>
    </div>
  ) : null
