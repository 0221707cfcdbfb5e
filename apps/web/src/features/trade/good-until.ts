import type { TimeInForce } from '@cnop/contracts/orders'

/** How long a limit order stays open, in words. */
export const GOOD_UNTIL: Record<TimeInForce, string> = {
  gtc: 'You cancel it',
  day: 'End of the day (UTC)',
  ioc: 'Fill at once or not at all',
}
