import type { ReactNode } from 'react'

import type { useAssets } from '../../api/assets'
import { Card } from '../../components/ui/card'
import { Empty } from '../../components/ui/empty'
import { Skeleton } from '../../components/ui/skeleton'
import { MoverList } from './mover-list'
import { moversOf } from './movers'

const MOVERS = 4

type MoversCardProps = {
  readonly query: ReturnType<typeof useAssets>
  /** Where the prices come from. */
  readonly mark: ReactNode
}

/** What has risen and fallen most today. */
export const MoversCard = ({ query, mark }: MoversCardProps) => (
  <Card title="Moving most in 24 hours" action={mark}>
    <div className="min-h-[29rem] sm:min-h-60">
      <Movers query={query} />
    </div>
  </Card>
)

/** What went wrong, and the way to try again, stands elsewhere on the page. */
const Movers = ({ query }: Pick<MoversCardProps, 'query'>) => {
  if (query.isPending) return <Skeleton lines={7} />
  if (query.data === undefined) return <Empty>No prices at the moment.</Empty>
  const { gainers, losers } = moversOf(query.data.assets, MOVERS)
  return (
    <div className="grid grid-cols-1 divide-y divide-line sm:grid-cols-2 sm:divide-x sm:divide-y-0">
      <MoverList title="Rising" assets={gainers} />
      <MoverList title="Falling" assets={losers} />
    </div>
  )
}
