import { lazy, type ComponentType } from 'react'
import { BrowserRouter, Route, Routes, matchPath } from 'react-router-dom'

import { paths } from '../lib/paths'
import { ErrorBoundary } from './error-boundary'
import { Layout } from './layout'
import { LandingPage } from './pages/landing-page'
import { NotFoundPage } from './pages/not-found-page'
import { AdminOnly, SignedInOnly, SignedOutOnly } from './session-gates'

// Everything behind the landing comes when it is first wanted.
const LoginPage = lazy(async () => ({ default: (await import('./pages/login-page')).LoginPage }))
const RegisterPage = lazy(async () => ({
  default: (await import('./pages/register-page')).RegisterPage,
}))

type Load = () => Promise<{ default: ComponentType }>

const page = (path: string, load: Load) => ({ path, load, Page: lazy(load) })

const SIGNED_IN = [
  page(paths.dashboard, async () => ({
    default: (await import('./pages/dashboard-page')).DashboardPage,
  })),
  page(paths.markets, async () => ({
    default: (await import('./pages/markets-page')).MarketsPage,
  })),
  page('/trade/:assetId', async () => ({
    default: (await import('./pages/trade-page')).TradePage,
  })),
  page(paths.portfolio, async () => ({
    default: (await import('./pages/portfolio-page')).PortfolioPage,
  })),
  page(paths.orders, async () => ({ default: (await import('./pages/orders-page')).OrdersPage })),
  page('/orders/:orderId', async () => ({
    default: (await import('./pages/order-page')).OrderPage,
  })),
  page(paths.account, async () => ({
    default: (await import('./pages/account-page')).AccountPage,
  })),
  page(paths.security, async () => ({
    default: (await import('./pages/security-page')).SecurityPage,
  })),
]

const ADMIN = [
  page(paths.admin, async () => ({ default: (await import('./pages/admin-page')).AdminPage })),
  page('/admin/users/:username', async () => ({
    default: (await import('./pages/admin-user-page')).AdminUserPage,
  })),
]

/** Sends for a page before it is known whether someone is signed in to see it. */
export const sendForPage = (pathname: string): void => {
  const wanted = SIGNED_IN.find(({ path }) => matchPath(path, pathname) !== null)
  // Whether it came is told when it is to be shown.
  wanted?.load().catch(() => {})
}

const routesOf = (pages: typeof SIGNED_IN) =>
  pages.map(({ path, Page }) => <Route key={path} path={path} element={<Page />} />)

/** Every page below its address. The data router is larger by half of all the page's own code, and unused. */
export const Router = () => (
  <BrowserRouter>
    <ErrorBoundary>
      <Routes>
        <Route element={<Layout />}>
          <Route path={paths.landing} element={<LandingPage />} />
          <Route element={<SignedOutOnly />}>
            <Route path={paths.login} element={<LoginPage />} />
            <Route path={paths.register} element={<RegisterPage />} />
          </Route>
          <Route element={<SignedInOnly />}>
            {routesOf(SIGNED_IN)}
            <Route element={<AdminOnly />}>{routesOf(ADMIN)}</Route>
          </Route>
          <Route path="*" element={<NotFoundPage />} />
        </Route>
      </Routes>
    </ErrorBoundary>
  </BrowserRouter>
)
