/** The account every local stack has, so that a newcomer sees the product with a history in it. */
export const DEMO_ACCOUNT = {
  username: 'demo_trader',
  password: 'Paper-Falcon-2026!',
  email: 'demo@example.com',
  first_name: 'Demo',
  last_name: 'Trader',
} as const
