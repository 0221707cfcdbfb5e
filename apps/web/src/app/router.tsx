import { lazy } from 'react'
import { BrowserRouter, Route, Routes } from 'react-router-dom'

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
const DashboardPage = lazy(async () => ({
  default: (await import('./pages/dashboard-page')).DashboardPage,
}))
const MarketsPage = lazy(async () => ({
  default: (await import('./pages/markets-page')).MarketsPage,
}))
const TradePage = lazy(async () => ({ default: (await import('./pages/trade-page')).TradePage }))
const PortfolioPage = lazy(async () => ({
  default: (await import('./pages/portfolio-page')).PortfolioPage,
}))
const OrdersPage = lazy(async () => ({ default: (await import('./pages/orders-page')).OrdersPage }))
const OrderPage = lazy(async () => ({ default: (await import('./pages/order-page')).OrderPage }))
const AccountPage = lazy(async () => ({
  default: (await import('./pages/account-page')).AccountPage,
}))
const SecurityPage = lazy(async () => ({
  default: (await import('./pages/security-page')).SecurityPage,
}))
const AdminPage = lazy(async () => ({ default: (await import('./pages/admin-page')).AdminPage }))
const AdminUserPage = lazy(async () => ({
  default: (await import('./pages/admin-user-page')).AdminUserPage,
}))

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
            <Route path={paths.dashboard} element={<DashboardPage />} />
            <Route path={paths.markets} element={<MarketsPage />} />
            <Route path="/trade/:assetId" element={<TradePage />} />
            <Route path={paths.portfolio} element={<PortfolioPage />} />
            <Route path={paths.orders} element={<OrdersPage />} />
            <Route path="/orders/:orderId" element={<OrderPage />} />
            <Route path={paths.account} element={<AccountPage />} />
            <Route path={paths.security} element={<SecurityPage />} />
            <Route element={<AdminOnly />}>
              <Route path={paths.admin} element={<AdminPage />} />
              <Route path="/admin/users/:username" element={<AdminUserPage />} />
            </Route>
          </Route>
          <Route path="*" element={<NotFoundPage />} />
        </Route>
      </Routes>
    </ErrorBoundary>
  </BrowserRouter>
)
