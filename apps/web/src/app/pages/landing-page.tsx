import { useAssets } from '../../api/assets'
import { ButtonLink } from '../../components/ui/button'
import { Card } from '../../components/ui/card'
import { QueryState } from '../../components/ui/query-state'
import { SourceMark } from '../../components/ui/source-mark'
import { AssetTable } from '../../features/markets/asset-table'
import { DemoLogin } from '../../features/session/demo-login'
import { paths } from '../../lib/paths'
import { useSession } from '../../lib/use-session'

const SHOWN = 12

export const LandingPage = () => {
  const session = useSession()
  const assets = useAssets()
  const status = assets.data?.assets[0]?.price_status
  return (
    <div className="grid gap-8">
      <title>Order Processor · crypto trading on simulated money</title>
      <div className="grid max-w-3xl gap-4 pt-4 sm:pt-8">
        <h1 className="text-3xl font-semibold tracking-tight text-balance sm:text-4xl">
          Trade crypto without risking a cent.
        </h1>
        <p className="max-w-2xl text-muted">
          More than a hundred real assets, simulated money and an exact ledger: every order is
          filled once, every balance adds up to the last digit.
        </p>
        <div className="flex flex-wrap gap-3">
          {session.state === 'signed-in' ? (
            <ButtonLink to={paths.dashboard}>Go to your dashboard</ButtonLink>
          ) : (
            <>
              <ButtonLink to={paths.register}>Open an account</ButtonLink>
              <ButtonLink to={paths.login} look="secondary">
                Log in
              </ButtonLink>
              <DemoLogin />
            </>
          )}
        </div>
      </div>
      <Card
        title="Largest assets"
        action={status === undefined ? undefined : <SourceMark status={status} />}
      >
        <QueryState query={assets} lines={SHOWN}>
          {(page) => <AssetTable assets={page.assets.slice(0, SHOWN)} />}
        </QueryState>
      </Card>
    </div>
  )
}
