/**
 * The past half year of a demo account: a trader who saves every month, buys the large assets steadily and a few small
 * ones on a whim, takes a profit now and then and once a loss.
 */
export type DemoAct = { readonly daysAgo: number } & (
  | { readonly kind: 'deposit' | 'withdraw'; readonly usd: string }
  | { readonly kind: 'buy'; readonly asset: string; readonly usd: string }
  /** `percent` of the holding. */
  | { readonly kind: 'sell'; readonly asset: string; readonly percent: bigint }
)

const deposit = (daysAgo: number, usd: string): DemoAct => ({ daysAgo, kind: 'deposit', usd })
const withdraw = (daysAgo: number, usd: string): DemoAct => ({ daysAgo, kind: 'withdraw', usd })
const buy = (daysAgo: number, asset: string, usd: string): DemoAct => ({
  daysAgo,
  kind: 'buy',
  asset,
  usd,
})
const sell = (daysAgo: number, asset: string, percent: bigint): DemoAct => ({
  daysAgo,
  kind: 'sell',
  asset,
  percent,
})

export const demoHistory: readonly DemoAct[] = [
  deposit(182, '10000.00'),
  buy(181, 'BTC', '2500.00'),
  buy(181, 'ETH', '1500.00'),
  buy(176, 'SOL', '800.00'),
  deposit(152, '2000.00'),
  buy(151, 'BTC', '1000.00'),
  buy(149, 'LINK', '450.00'),
  buy(140, 'DOGE', '250.00'),
  sell(133, 'DOGE', 60n),
  deposit(121, '2000.00'),
  buy(120, 'ETH', '900.00'),
  buy(118, 'AVAX', '500.00'),
  buy(110, 'XRP', '400.00'),
  sell(97, 'SOL', 25n),
  deposit(91, '2000.00'),
  buy(90, 'BTC', '1200.00'),
  buy(88, 'PEPE', '150.00'),
  sell(71, 'AVAX', 100n),
  buy(70, 'SOL', '600.00'),
  deposit(60, '2000.00'),
  buy(59, 'ETH', '750.00'),
  buy(52, 'UNI', '350.00'),
  sell(44, 'PEPE', 50n),
  withdraw(40, '1500.00'),
  deposit(30, '2000.00'),
  buy(29, 'BTC', '900.00'),
  buy(27, 'PAXG', '700.00'),
  buy(21, 'ADA', '300.00'),
  sell(15, 'XRP', 30n),
  buy(11, 'LINK', '300.00'),
  buy(6, 'SOL', '450.00'),
  sell(3, 'ETH', 10n),
  deposit(1, '2000.00'),
]

const DAY_MS = 86_400_000
const MINUTE_MS = 60_000

/** The moment of an act, at the whole minute and at another time of each day; Unix milliseconds. */
export const momentOf = (index: number, { daysAgo }: DemoAct, today: Date): number =>
  Math.floor(today.getTime() / DAY_MS) * DAY_MS - daysAgo * DAY_MS + minuteOfDay(index) * MINUTE_MS

/** Between 07:00 and 22:00 UTC. */
const minuteOfDay = (index: number): number => 420 + ((index * 397) % 900)
