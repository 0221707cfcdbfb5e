import { useAssets } from '../../api/assets'
import { ButtonLink } from '../../components/ui/button'
import { Card } from '../../components/ui/card'
import { Empty } from '../../components/ui/empty'
import { QueryState } from '../../components/ui/query-state'
import { Skeleton } from '../../components/ui/skeleton'
import { SourceMark } from '../../components/ui/source-mark'
import { AssetTable } from '../../features/markets/asset-table'
import { MoverList } from '../../features/markets/mover-list'
import { moversOf } from '../../features/markets/movers'
import { DemoLogin } from '../../features/session/demo-login'
import { paths } from '../../lib/paths'
import { useSession } from '../../lib/use-session'

const LARGEST = 12
const MOVERS = 4

export const LandingPage = () => {
  const assets = useAssets()
  const status = assets.isError ? 'delayed' : assets.data?.assets[0]?.price_status
  const mark = status === undefined ? undefined : <SourceMark status={status} />
  return (
    <div className="grid gap-6 sm:gap-8">
      <title>Order Processor · crypto trading on simulated money</title>
      <div className="grid grid-cols-1 items-center gap-6 pt-2 sm:pt-6 lg:grid-cols-[5fr_6fr] lg:gap-10">
        <Pitch />
        <Card title="Moving most in 24 hours" action={mark}>
          <div className="min-h-[29rem] sm:min-h-60">
            <Movers query={assets} />
          </div>
        </Card>
      </div>
      <Reasons />
      <Card title="Largest assets" action={mark}>
        <QueryState query={assets} lines={LARGEST}>
          {(page) => <AssetTable assets={page.assets.slice(0, LARGEST)} />}
        </QueryState>
      </Card>
    </div>
  )
}

const Pitch = () => (
  <div className="grid gap-4">
    <h1 className="text-3xl font-semibold tracking-tight text-balance sm:text-4xl xl:text-5xl">
      Trade crypto without risking a cent.
    </h1>
    <p className="max-w-xl text-muted sm:text-lg">
      More than a hundred real assets, simulated money and an exact ledger: every order is filled
      once, every balance adds up to the last digit.
    </p>
    <WayIn />
  </div>
)

const WayIn = () => {
  const session = useSession()
  if (session.state === 'signed-in')
    return (
      <div>
        <ButtonLink to={paths.dashboard}>Go to your dashboard</ButtonLink>
      </div>
    )
  return (
    <div className="grid gap-2">
      <div className="flex flex-wrap gap-3">
        <ButtonLink to={paths.register}>Open an account</ButtonLink>
        <DemoLogin to={paths.dashboard} />
      </div>
      <p className="text-xs text-muted">Free, with no card and no wallet.</p>
    </div>
  )
}

/** What went wrong, and the way to try again, stands at the table below. */
const Movers = ({ query }: { readonly query: ReturnType<typeof useAssets> }) => {
  if (query.isPending) return <Skeleton lines={7} />
  if (query.data === undefined) return <Empty>No prices at the moment.</Empty>
  const { gainers, losers } = moversOf(query.data.assets, MOVERS)
  return (
    <div className="grid grid-cols-1 divide-y divide-line sm:grid-cols-2 sm:divide-x sm:divide-y-0">
      <MoverList title="Rising" assets={gainers} none="Nothing has risen." />
      <MoverList title="Falling" assets={losers} none="Nothing has fallen." />
    </div>
  )
}

const REASONS = [
  {
    title: 'The price you see',
    text: 'What you are shown to confirm holds for ten seconds: that is what you pay, or nothing is bought.',
  },
  {
    title: 'Every figure explained',
    text: 'A click on a balance, a cost or a profit shows the trades and prices it is the sum of.',
  },
  {
    title: 'Yours to automate',
    text: 'Market and limit orders, live prices and your whole history by an open API, with keys of your own.',
  },
]

const Reasons = () => (
  <ul className="grid grid-cols-1 gap-4 sm:grid-cols-3 sm:gap-6">
    {REASONS.map(({ title, text }) => (
      <li key={title} className="grid content-start gap-1 border-l-2 border-accent pl-3">
        <h2 className="text-sm font-semibold">{title}</h2>
        <p className="text-sm text-muted">{text}</p>
      </li>
    ))}
  </ul>
)
