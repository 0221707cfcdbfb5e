/**
 * What accounts must look like after a program of acts, told in the simplest way there is: one account
 * after the other, one act after the other, nothing ever fails or happens twice. Written from the rules
 * in the README, with arithmetic of its own, so that it shares no mistake with what it is compared to.
 */
type Side = 'buy' | 'sell'

/** Cents. */
type Cents = bigint
/** 10^-8 of an asset. */
type Units = bigint
/** 10^-12 dollars. */
type PicoDollars = bigint

/** Cost and realized profit in 10^-24 dollars. */
type ModelHolding = { quantity: Units; held: Units; cost: bigint; realized: bigint }

export type ModelOrder = {
  readonly side: Side
  readonly asset: string
  readonly quantity: Units
  readonly limit: PicoDollars | undefined
  readonly isDay: boolean
  status: 'queued' | 'completed' | 'cancelled' | 'expired'
  hold: Cents
  total: Cents
}

export type ModelAccount = {
  available: Cents
  held: Cents
  readonly holdings: Map<string, ModelHolding>
  readonly orders: ModelOrder[]
  /** Acts that had an effect, by what kind of act and its key: what was asked for, and what came of it. */
  readonly done: Map<string, { asked: string; order: ModelOrder | undefined }>
  readonly usedQuotes: Set<number>
}

export const newAccount = (): ModelAccount => ({
  available: 0n,
  held: 0n,
  holdings: new Map(),
  orders: [],
  done: new Map(),
  usedQuotes: new Set(),
})

const PER_CENT = 10n ** 18n
const roundUp = (amount: bigint): bigint => (amount + PER_CENT - 1n) / PER_CENT
const PER_BASIS = 10n ** 22n
/** Half goes to the even neighbor; both are positive. */
const roundNearest = (dividend: bigint, divisor: bigint): bigint => {
  const [floor, rest] = [dividend / divisor, dividend % divisor]
  const isUp = rest * 2n > divisor || (rest * 2n === divisor && floor % 2n === 1n)
  return isUp ? floor + 1n : floor
}
const MINIMUM: Cents = 100n

const costOf = (quantity: Units, price: PicoDollars): Cents => roundUp(quantity * price)
const proceedsOf = (quantity: Units, price: PicoDollars): Cents => (quantity * price) / PER_CENT

const holdingOf = ({ holdings }: ModelAccount, asset: string): ModelHolding => {
  const holding = holdings.get(asset) ?? { quantity: 0n, held: 0n, cost: 0n, realized: 0n }
  holdings.set(asset, holding)
  return holding
}

/** The first refusal, or undefined when the act has (or has had) its effect. */
export type Outcome =
  | { readonly refused: string }
  | { readonly refused: undefined; readonly order: ModelOrder | undefined }

const DONE: Outcome = { refused: undefined, order: undefined }

/** Whatever has happened once under a key is only ever answered again. */
const once = (
  account: ModelAccount,
  { kind, key, asked }: { kind: string; key: string | undefined; asked: string },
  act: () => Outcome,
): Outcome => {
  const earlier = key === undefined ? undefined : account.done.get(`${kind} ${key}`)
  if (earlier !== undefined)
    return earlier.asked === asked
      ? { refused: undefined, order: earlier.order }
      : { refused: 'IDEMPOTENCY_KEY_REUSED' }
  const outcome = act()
  if (key !== undefined && outcome.refused === undefined)
    account.done.set(`${kind} ${key}`, { asked, order: outcome.order })
  return outcome
}

export const moveCash = (
  account: ModelAccount,
  { kind, cents, key }: { kind: 'DEPOSIT' | 'WITHDRAW'; cents: Cents; key: string | undefined },
): Outcome =>
  once(account, { kind, key, asked: String(cents) }, () => {
    if (kind === 'WITHDRAW' && account.available < cents) return { refused: 'INSUFFICIENT_BALANCE' }
    account.available += kind === 'DEPOSIT' ? cents : -cents
    return DONE
  })

export type ModelSize = { readonly quantity: Units } | { readonly dollars: Cents }

/** AAA can be had in any quantity, BBB in hundredths. */
export const stepOf = (asset: string): Units => (asset === 'BBB' ? 10n ** 6n : 1n)

type Wanted = { readonly side: Side; readonly asset: string }

const unitsOf = ({ side, asset }: Wanted, size: ModelSize, price: PicoDollars): Units => {
  if ('quantity' in size) return size.quantity
  const [exact, ofStep] = [size.dollars * PER_CENT, price * stepOf(asset)]
  const steps = side === 'buy' ? exact / ofStep : (exact + ofStep - 1n) / ofStep
  return steps * stepOf(asset)
}

export type ModelMarketOrder = {
  readonly side: Side
  readonly asset: string
  readonly size: ModelSize
  readonly key: string | undefined
  readonly asked: string
  /** Of the market, or what a quote promises. */
  readonly price: PicoDollars
  /** Units a quote promises. */
  readonly quoted?: { readonly quote: number; readonly quantity: Units } | undefined
}

export const marketOrder = (account: ModelAccount, wanted: ModelMarketOrder): Outcome =>
  once(account, { kind: 'order', ...wanted }, () => {
    const { side, asset, price, quoted } = wanted
    const quantity = quoted?.quantity ?? unitsOf(wanted, wanted.size, price)
    const wrongSize = sizeRefusal(account, { side, asset, quantity, price })
    if (wrongSize !== undefined) return wrongSize
    const order = newOrder({ side, asset, quantity, limit: undefined, isDay: false })
    return fillNow(account, order, { price, quote: quoted?.quote })
  })

const sizeRefusal = (
  account: ModelAccount,
  { side, asset, quantity, price }: { side: Side; asset: string; quantity: Units; price: bigint },
): Outcome | undefined => {
  const { quantity: owned, held } = holdingOf(account, asset)
  if (side === 'sell' && quantity > 0n && quantity === owned - held) return undefined
  if (quantity % stepOf(asset) !== 0n) return { refused: 'VALIDATION_FAILED' }
  const total = side === 'buy' ? costOf(quantity, price) : proceedsOf(quantity, price)
  return total >= MINIMUM ? undefined : { refused: 'ORDER_BELOW_MINIMUM' }
}

const newOrder = (
  order: Pick<ModelOrder, 'side' | 'asset' | 'quantity' | 'limit' | 'isDay'>,
): ModelOrder => ({ ...order, status: 'queued', hold: 0n, total: 0n })

const fillNow = (
  account: ModelAccount,
  order: ModelOrder,
  { price, quote }: { price: PicoDollars; quote: number | undefined },
): Outcome => {
  const holding = holdingOf(account, order.asset)
  if (order.side === 'sell' && holding.quantity - holding.held < order.quantity)
    return { refused: 'INSUFFICIENT_HOLDINGS' }
  if (quote !== undefined && account.usedQuotes.has(quote)) return { refused: 'QUOTE_USED' }
  const total =
    order.side === 'buy' ? costOf(order.quantity, price) : proceedsOf(order.quantity, price)
  if (order.side === 'buy' && account.available < total) return { refused: 'INSUFFICIENT_BALANCE' }
  if (quote !== undefined) account.usedQuotes.add(quote)
  account.available += order.side === 'buy' ? -total : total
  complete(holding, order, total)
  account.orders.push(order)
  return { refused: undefined, order }
}

const complete = (holding: ModelHolding, order: ModelOrder, total: Cents): void => {
  order.status = 'completed'
  order.total = total
  if (order.side === 'buy') {
    holding.quantity += order.quantity
    holding.cost += total * PER_BASIS
    return
  }
  const costSold = roundNearest(holding.cost * order.quantity, holding.quantity)
  holding.quantity -= order.quantity
  holding.cost -= costSold
  holding.realized += total * PER_BASIS - costSold
}

export type ModelLimitOrder = {
  readonly side: Side
  readonly asset: string
  readonly quantity: Units
  readonly limit: PicoDollars
  readonly timeInForce: 'gtc' | 'day' | 'ioc'
  readonly key: string | undefined
  readonly asked: string
  readonly market: PicoDollars
}

const meets = (side: Side, market: PicoDollars, limit: PicoDollars): boolean =>
  side === 'buy' ? market <= limit : market >= limit

export const limitOrder = (account: ModelAccount, wanted: ModelLimitOrder): Outcome =>
  once(account, { kind: 'order', ...wanted }, () => {
    const { side, asset, quantity, limit, timeInForce, market } = wanted
    const wrongSize = sizeRefusal(account, { side, asset, quantity, price: limit })
    if (wrongSize !== undefined) return wrongSize
    const order = newOrder({ side, asset, quantity, limit, isDay: timeInForce === 'day' })
    if (meets(side, market, limit))
      return fillNow(account, order, { price: market, quote: undefined })
    if (timeInForce === 'ioc') order.status = 'cancelled'
    else {
      const refused = hold(account, order)
      if (refused !== undefined) return refused
    }
    account.orders.push(order)
    return { refused: undefined, order }
  })

const hold = (account: ModelAccount, order: ModelOrder): Outcome | undefined => {
  if (order.side === 'sell') {
    const holding = holdingOf(account, order.asset)
    if (holding.quantity - holding.held < order.quantity)
      return { refused: 'INSUFFICIENT_HOLDINGS' }
    holding.held += order.quantity
    return undefined
  }
  const cents = costOf(order.quantity, order.limit ?? 0n)
  if (account.available < cents) return { refused: 'INSUFFICIENT_BALANCE' }
  order.hold = cents
  account.available -= cents
  account.held += cents
  return undefined
}

const release = (account: ModelAccount, order: ModelOrder): void => {
  account.held -= order.hold
  if (order.side === 'sell') holdingOf(account, order.asset).held -= order.quantity
}

/** Ends a waiting order unfilled. */
export const close = (
  account: ModelAccount,
  order: ModelOrder,
  status: 'cancelled' | 'expired',
): void => {
  release(account, order)
  account.available += order.hold
  order.status = status
}

/** A price meets a waiting order: it fills at that price, and what was held too much comes back. */
export const fillWaiting = (
  account: ModelAccount,
  order: ModelOrder,
  market: PicoDollars,
): void => {
  release(account, order)
  const total =
    order.side === 'buy' ? costOf(order.quantity, market) : proceedsOf(order.quantity, market)
  account.available += order.side === 'buy' ? order.hold - total : total
  complete(holdingOf(account, order.asset), order, total)
}

/** The waiting orders that a price of their asset meets. */
export const waitingThatMeet = (
  account: ModelAccount,
  prices: ReadonlyMap<string, PicoDollars>,
): ModelOrder[] =>
  account.orders.filter(
    ({ status, side, asset, limit }) =>
      status === 'queued' && limit !== undefined && meets(side, prices.get(asset) ?? -1n, limit),
  )
