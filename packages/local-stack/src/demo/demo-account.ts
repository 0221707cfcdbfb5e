/** The account every local stack has for API clients; the page gives each visitor one of their own. */
export const DEMO_ACCOUNT = {
  username: 'demo_trader',
  password: 'Paper-Falcon-2026!',
  email: 'demo@example.com',
} as const
