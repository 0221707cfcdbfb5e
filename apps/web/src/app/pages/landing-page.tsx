import { useAssets } from '../../api/assets'
import { ButtonLink } from '../../components/ui/button'
import { Card } from '../../components/ui/card'
import { QueryState } from '../../components/ui/query-state'
import { SourceMark } from '../../components/ui/source-mark'
import { AssetTable } from '../../features/markets/asset-table'
import { MoversCard } from '../../features/markets/movers-card'
import { DemoLogin } from '../../features/session/demo-login'
import { paths } from '../../lib/paths'
import { useSession } from '../../lib/use-session'

const LARGEST = 12

export const LandingPage = () => {
  const assets = useAssets()
  const status = assets.isError ? 'delayed' : assets.data?.assets[0]?.price_status
  const mark = status && <SourceMark status={status} />
  return (
    <div className="grid gap-6 sm:gap-8">
      <title>Order Processor · crypto trading on simulated money</title>
      <div className="grid grid-cols-1 items-center gap-6 pt-2 sm:pt-6 lg:grid-cols-[5fr_6fr] lg:gap-10">
        <Pitch />
        <MoversCard query={assets} mark={mark} />
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
