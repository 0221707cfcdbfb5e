/**
 * What the demo account has done over the last months: someone who saves every month, buys the large
 * assets steadily and a few small ones on a whim, takes a profit now and then and once a loss.
 *
 * `priceFactor` is the price of that day as a part of today's, since only today's is known here.
 */
export type DemoAct = { readonly daysAgo: number } & (
  | { readonly kind: 'deposit' | 'withdraw'; readonly usd: string }
  | {
      readonly kind: 'buy'
      readonly asset: string
      readonly usd: string
      readonly priceFactor: string
    }
  | {
      readonly kind: 'sell'
      readonly asset: string
      /** How much of the holding, in percent. */
      readonly percent: bigint
      readonly priceFactor: string
    }
)

const deposit = (daysAgo: number, usd: string): DemoAct => ({ daysAgo, kind: 'deposit', usd })
const withdraw = (daysAgo: number, usd: string): DemoAct => ({ daysAgo, kind: 'withdraw', usd })
const buy = (daysAgo: number, asset: string, usd: string, priceFactor: string): DemoAct => ({
  daysAgo,
  kind: 'buy',
  asset,
  usd,
  priceFactor,
})
const sell = (daysAgo: number, asset: string, percent: bigint, priceFactor: string): DemoAct => ({
  daysAgo,
  kind: 'sell',
  asset,
  percent,
  priceFactor,
})

export const demoHistory: readonly DemoAct[] = [
  deposit(182, '10000.00'),
  buy(181, 'BTC', '2500.00', '0.79'),
  buy(181, 'ETH', '1500.00', '0.84'),
  buy(176, 'SOL', '800.00', '0.72'),
  deposit(152, '2000.00'),
  buy(151, 'BTC', '1000.00', '0.88'),
  buy(149, 'LINK', '450.00', '0.91'),
  buy(140, 'DOGE', '250.00', '0.67'),
  sell(133, 'DOGE', 60n, '1.12'),
  deposit(121, '2000.00'),
  buy(120, 'ETH', '900.00', '0.93'),
  buy(118, 'AVAX', '500.00', '1.24'),
  buy(110, 'XRP', '400.00', '0.81'),
  sell(97, 'SOL', 25n, '1.08'),
  deposit(91, '2000.00'),
  buy(90, 'BTC', '1200.00', '0.97'),
  buy(88, 'PEPE', '150.00', '0.58'),
  sell(71, 'AVAX', 100n, '1.05'),
  buy(70, 'SOL', '600.00', '1.02'),
  deposit(60, '2000.00'),
  buy(59, 'ETH', '750.00', '1.06'),
  buy(52, 'UNI', '350.00', '0.95'),
  sell(44, 'PEPE', 50n, '1.31'),
  withdraw(40, '1500.00'),
  deposit(30, '2000.00'),
  buy(29, 'BTC', '900.00', '1.04'),
  buy(27, 'PAXG', '700.00', '0.98'),
  buy(21, 'ADA', '300.00', '1.07'),
  sell(15, 'XRP', 30n, '1.14'),
  buy(11, 'LINK', '300.00', '0.99'),
  buy(6, 'SOL', '450.00', '0.96'),
  sell(3, 'ETH', 10n, '1.01'),
  deposit(1, '2000.00'),
]
