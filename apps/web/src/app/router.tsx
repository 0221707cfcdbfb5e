import type { ComponentType } from 'react'
import { BrowserRouter, Route, Routes, matchPath } from 'react-router-dom'

import { Boundary } from '../components/ui/boundary'
import { lazily } from '../lib/lazily'
import { paths } from '../lib/paths'
import { codeHasCome, reloadOnce } from '../lib/reload-once'
import { BrokenPage } from './broken-page'
import { Layout } from './layout'
import { LandingPage } from './pages/landing-page'
import { NotFoundPage } from './pages/not-found-page'
import { AdminOnly, SignedInOnly, SignedOutOnly } from './session-gates'

/** Everything behind the landing comes when it is first wanted. */
const page = (path: string, load: () => Promise<ComponentType>) => ({
  path,
  ...lazily(async () => {
    try {
      const Page = await load()
      codeHasCome()
      return Page
    } catch (error) {
      await reloadOnce()
      throw error
    }
  }),
})

const SIGNED_OUT = [
  page(paths.login, async () => (await import('./pages/login-page')).LoginPage),
  page(paths.register, async () => (await import('./pages/register-page')).RegisterPage),
]

const SIGNED_IN = [
  page(paths.dashboard, async () => (await import('./pages/dashboard-page')).DashboardPage),
  page(paths.markets, async () => (await import('./pages/markets-page')).MarketsPage),
  page('/trade/:assetId', async () => (await import('./pages/trade-page')).TradePage),
  page(paths.portfolio, async () => (await import('./pages/portfolio-page')).PortfolioPage),
  page(paths.orders, async () => (await import('./pages/orders-page')).OrdersPage),
  page('/orders/:orderId', async () => (await import('./pages/order-page')).OrderPage),
  page(paths.account, async () => (await import('./pages/account-page')).AccountPage),
  page(paths.security, async () => (await import('./pages/security-page')).SecurityPage),
]

const ADMIN = [
  page(paths.admin, async () => (await import('./pages/admin-page')).AdminPage),
  page('/admin/users/:username', async () => {
    const { AdminUserPage } = await import('./pages/admin-user-page')
    return AdminUserPage
  }),
]

/** Sends for a page before it is known whether someone is signed in to see it. Whether it is such a page. */
export const sendForPage = (pathname: string): boolean => {
  const wanted = SIGNED_IN.find(({ path }) => matchPath(path, pathname) !== null)
  // Whether it came is told when it is to be shown.
  wanted?.send().catch(() => {})
  return wanted !== undefined
}

const routesOf = (pages: typeof SIGNED_IN) =>
  pages.map(({ path, Part }) => <Route key={path} path={path} element={<Part />} />)

/** Every page below its address. The data router is larger by half of all the page's own code, and unused. */
export const Router = () => (
  <BrowserRouter>
    <Boundary instead={BrokenPage}>
      <Routes>
        <Route element={<Layout />}>
          <Route path={paths.landing} element={<LandingPage />} />
          <Route element={<SignedOutOnly />}>{routesOf(SIGNED_OUT)}</Route>
          <Route element={<SignedInOnly />}>
            {routesOf(SIGNED_IN)}
            <Route element={<AdminOnly />}>{routesOf(ADMIN)}</Route>
          </Route>
          <Route path="*" element={<NotFoundPage />} />
        </Route>
      </Routes>
    </Boundary>
  </BrowserRouter>
)
