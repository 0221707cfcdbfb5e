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

/** Where to go back to after signing in: only a path of this page, never another site. */
export const safeReturnPath = (wanted: string | null): string =>
  wanted !== null && /^\/(?![/\\])/.test(wanted) ? wanted : paths.dashboard
