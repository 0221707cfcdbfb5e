/** Every address of the page. */
export const paths = {
  landing: '/',
  login: '/login',
  register: '/register',
  dashboard: '/dashboard',
  markets: '/markets',
  trade: (assetId: string): string => `/trade/${encodeURIComponent(assetId)}`,
  portfolio: '/portfolio',
  orders: '/orders',
  order: (orderId: string): string => `/orders/${encodeURIComponent(orderId)}`,
  security: '/profile',
  admin: '/admin',
  adminUser: (username: string): string => `/admin/users/${encodeURIComponent(username)}`,
  account: '/account',
} as const

/**
 * The path to go back to after signing in: one of this page, never another site. Browsers drop control
 * characters from an address, so that `/<tab>/evil.example` is `//evil.example` to them.
 */
export const safeReturnPath = (wanted: string | null): string =>
  wanted !== null && /^\/(?![/\\])\P{Cc}*$/u.test(wanted) ? wanted : paths.dashboard
