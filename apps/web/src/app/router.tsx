import { lazy } from 'react'
import { createBrowserRouter } from 'react-router-dom'

import { paths } from '../lib/paths'
import { ErrorPage } from './error-page'
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

const page = (path: string, element: React.ReactNode) => ({
  path,
  element,
  errorElement: <ErrorPage />,
})

export const router = createBrowserRouter([
  {
    element: <Layout />,
    errorElement: <ErrorPage />,
    children: [
      page(paths.landing, <LandingPage />),
      {
        element: <SignedOutOnly />,
        children: [page(paths.login, <LoginPage />), page(paths.register, <RegisterPage />)],
      },
      {
        element: <SignedInOnly />,
        children: [
          page(paths.dashboard, <DashboardPage />),
          page(paths.markets, <MarketsPage />),
          page('/trade/:assetId', <TradePage />),
          page(paths.portfolio, <PortfolioPage />),
          page(paths.orders, <OrdersPage />),
          page('/orders/:orderId', <OrderPage />),
          page(paths.account, <AccountPage />),
          page(paths.security, <SecurityPage />),
          {
            element: <AdminOnly />,
            children: [
              page(paths.admin, <AdminPage />),
              page('/admin/users/:username', <AdminUserPage />),
            ],
          },
        ],
      },
      page('*', <NotFoundPage />),
    ],
  },
])
