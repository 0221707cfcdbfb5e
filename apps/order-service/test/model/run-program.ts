import { auditLedger } from '@cnop/common/ledger/audit/audit-ledger'
import { readAccount } from '@cnop/common/ledger/holdings'
import { moveCash } from '@cnop/common/ledger/move-cash'
import { readOrder } from '@cnop/common/ledger/orders'
import { cancelOrder } from '@cnop/common/ledger/settle-waiting'
import { openAccount } from '@cnop/common/testing/test-ledger'
import { AppError } from '@cnop/contracts/errors'
import { cash, price, quantity } from '@cnop/money/scaled'
import { expect } from 'vitest'

import { matchOrders } from '#src/domain/match-orders'
import { placeOrder, type Market, type WantedOrder } from '#src/domain/place-order'
import { previewOrder } from '#src/domain/preview-order'

import * as model from './ledger-model.ts'
import { Crashed, type Platform } from './platform.ts'
import { USERS, type Act, type Step } from './programs.ts'

type Quote = {
  readonly number: number
  readonly id: string
  readonly terms: Pick<WantedOrder, 'side' | 'assetId' | 'size'>
  readonly price: bigint
  readonly quantity: bigint
  readonly expiresAtMs: number
}

/** Someone of the program: their account, and what the model says it is. */
type Person = {
  readonly username: string
  readonly account: model.ModelAccount
  /** Ids of the model's orders. */
  readonly ids: Map<model.ModelOrder, string>
  quote: Quote | undefined
  acts: number
}

type World = {
  readonly platform: Platform
  readonly people: readonly Person[]
  readonly prices: Map<string, bigint>
  quotes: number
}

/** Far more than a working platform needs. */
const MOST_TRIES = 6

let programs = 0

/**
 * Runs a program against the platform and the model side by side: every answer and, after every step,
 * every balance and holding must be the model's; in the end the audit must find nothing.
 */
export const runProgram = async (platform: Platform, steps: readonly Step[]): Promise<void> => {
  programs += 1
  const people = Array.from({ length: USERS }, (_, index) => ({
    username: `person_${programs}_${index}`,
    account: model.newAccount(),
    ids: new Map<model.ModelOrder, string>(),
    quote: undefined,
    acts: 0,
  }))
  for (const { username } of people) await openAccount(platform.staying.ledger, username)
  const prices = new Map([
    ['AAA', 10n ** 13n],
    ['BBB', 10n ** 13n],
  ])
  const world: World = { platform, people, prices, quotes: 0 }
  platform.setPrices(prices)
  for (const step of steps) {
    platform.pass(1)
    await runStep(world, step)
    platform.nextWrites([])
    for (const person of people) await compareAccounts(world, person)
  }
  for (const person of people) {
    await compareOrders(world, person)
    const { username } = person
    expect((await auditLedger(platform.staying.ledger, { username })).findings).toEqual([])
  }
  for (const person of people) await cancelAll(world, person)
}

/** In the end nothing is held, and the next program finds an empty book. */
const cancelAll = async (world: World, person: Person): Promise<void> => {
  const { ledger } = world.platform.staying
  for (const order of person.account.orders.filter(({ status }) => status === 'queued')) {
    await cancelOrder(ledger, person.username, person.ids.get(order) ?? 'unknown')
    model.close(person.account, order, 'cancelled')
  }
  expect(person.account.held).toBe(0n)
  await compareAccounts(world, person)
}

const runStep = async (world: World, step: Step): Promise<void> => {
  const { platform } = world
  if (step.kind === 'next day') {
    platform.pass(86_400_000)
    platform.setPrices(world.prices)
    await match(world, 1)
    return
  }
  platform.restartMortal(step.crash)
  platform.nextWrites(step.faults)
  if (step.kind === 'price') {
    world.prices.set(step.asset, step.price)
    platform.setPrices(world.prices)
    await match(world, step.replicas)
    return
  }
  await Promise.all(
    world.people.map(async (person, index) => {
      for (const act of step.acts[index] ?? []) await perform(world, person, act, index)
    }),
  )
}

/** Several matchers at once, the first of which may crash; then one that does not. */
const match = async ({ platform, people, prices }: World, replicas: number): Promise<void> => {
  const round = async ({ ledger, prices: book }: Market) => {
    const errors: unknown[] = []
    const onError = (error: unknown) => errors.push(error)
    await matchOrders({ ledger, prices: book, onError }).catch(onError)
    return errors
  }
  const others = Array.from({ length: replicas - 1 }, () => platform.staying)
  await Promise.all([platform.mortal, ...others].map(round))
  platform.nextWrites([])
  for (let tries = 1; (await round(platform.staying)).length > 0; tries += 1)
    expect(tries, 'rounds of the matcher').toBeLessThan(MOST_TRIES)
  const nowDay = new Date(platform.nowMs()).toISOString().slice(0, 10)
  for (const person of people) {
    for (const order of person.account.orders)
      if (
        order.status === 'queued' &&
        order.isDay &&
        (await dayOf(platform, person, order)) < nowDay
      )
        model.close(person.account, order, 'expired')
    await fillAll(platform, person, model.waitingThatMeet(person.account, prices), prices)
  }
}

/** Sales share out a holding's cost one after the other, so the model takes the fills as they came. */
const fillAll = async (
  platform: Platform,
  person: Person,
  met: readonly model.ModelOrder[],
  prices: ReadonlyMap<string, bigint>,
): Promise<void> => {
  const settled = await Promise.all(
    met.map(async (order) => ({
      order,
      at: (await stored(platform, person, order)).settlement_id,
    })),
  )
  for (const { order } of settled.toSorted((a, b) => ((a.at ?? '') < (b.at ?? '') ? -1 : 1)))
    model.fillWaiting(person.account, order, prices.get(order.asset) ?? 0n)
}

const stored = async (platform: Platform, { username, ids }: Person, order: model.ModelOrder) =>
  await readOrder(platform.staying.ledger, username, ids.get(order) ?? 'unknown')

const dayOf = async (platform: Platform, person: Person, order: model.ModelOrder) =>
  (await stored(platform, person, order)).created_at.slice(0, 10)

/**
 * On the replica that may crash; whatever is left open is asked for again, with the same key, as a client
 * does. `isRepeated` is whether the answer is of such a second request.
 */
const untilDecided = async <Result>(
  { platform }: World,
  act: (market: Market) => Promise<Result>,
): Promise<{ result: Result | undefined; refused: string | undefined; isRepeated: boolean }> => {
  for (let tries = 1; ; tries += 1)
    try {
      const market = tries === 1 ? platform.mortal : platform.staying
      return { result: await act(market), refused: undefined, isRepeated: tries > 1 }
    } catch (error) {
      const isOpen =
        error instanceof Crashed || (error instanceof AppError && error.code === 'TRY_AGAIN')
      if (isOpen && tries < MOST_TRIES) continue
      if (!(error instanceof AppError)) throw error
      return { result: undefined, refused: error.code, isRepeated: tries > 1 }
    }
}

const perform = async (world: World, person: Person, act: Act, index: number): Promise<void> => {
  person.acts += 1
  const key = 'key' in act ? (act.key ?? `${index}-${person.acts}`) : undefined
  if (act.kind === 'cancel') return await cancel(world, person, act.nth)
  if (act.kind === 'move') {
    const { type, cents } = act
    const expected = model.moveCash(person.account, { kind: type, cents, key })
    const { username } = person
    const actual = await untilDecided(world, ({ ledger }) =>
      moveCash(ledger, { username, type, amount: cash(cents), clientKey: key }),
    )
    expect(actual.refused, type).toBe(expected.refused)
    return
  }
  const { wanted, expected } = await orderOf(world, person, act, key)
  const actual = await untilDecided(world, (market) => placeOrder(market, wanted))
  expect(actual.refused, `${act.kind} ${act.side}`).toBe(expected.refused)
  if (actual.result === undefined || expected.refused !== undefined) return
  const { order } = expected
  if (order === undefined) throw new Error('the model places orders for orders')
  expect(person.ids.get(order) ?? actual.result.order.order_id).toBe(actual.result.order.order_id)
  person.ids.set(order, actual.result.order.order_id)
}

type OrderAct = Extract<Act, { kind: 'market' | 'limit' }>

/** What the platform is asked for, and what the model makes of it. */
const orderOf = async (world: World, person: Person, act: OrderAct, key: string | undefined) => {
  const base: WantedOrder = {
    username: person.username,
    side: act.side,
    assetId: act.asset,
    size: sizeOf(act),
    clientKey: key,
    clientOrderId: undefined,
    limit: undefined,
    quoteId: undefined,
    slippage: undefined,
  }
  const market = world.prices.get(act.asset) ?? 0n
  if (act.kind === 'limit') {
    const { side, asset, price: limit, timeInForce } = act
    const asked = `limit ${side} ${asset} ${act.quantity} ${limit} ${timeInForce}`
    const order = { side, asset, quantity: act.quantity, limit, timeInForce }
    const expected = model.limitOrder(person.account, { ...order, key, asked, market })
    return { wanted: { ...base, limit: { price: price(limit), timeInForce } }, expected }
  }
  const quote = await quoteFor(world, person, act, base)
  const terms = quote?.terms ?? base
  const wanted = { ...base, ...terms, quoteId: quote?.id }
  const size = modelSize(wanted.size)
  const asked = `market ${wanted.side} ${wanted.assetId} ${describe(size)} ${quote?.number ?? ''}`
  const order = { side: wanted.side, asset: wanted.assetId, size, key, asked }
  const current = world.prices.get(wanted.assetId) ?? 0n
  const isBetter =
    quote !== undefined && (wanted.side === 'buy' ? quote.price < current : quote.price > current)
  const isOver = isBetter || (quote !== undefined && quote.expiresAtMs <= world.platform.nowMs())
  const isDone = key !== undefined && person.account.done.has(`order ${key}`)
  const expected =
    isOver && !isDone
      ? { refused: 'QUOTE_EXPIRED' }
      : model.marketOrder(person.account, {
          ...order,
          price: quote?.price ?? market,
          quoted: quote && { quote: quote.number, quantity: quote.quantity },
        })
  return { wanted, expected }
}

const sizeOf = (act: OrderAct): WantedOrder['size'] => {
  if (act.kind === 'limit') return { quantity: quantity(act.quantity) }
  return 'quantity' in act.size
    ? { quantity: quantity(act.size.quantity) }
    : { quoteAmount: cash(act.size.dollars) }
}

const modelSize = (size: WantedOrder['size']): model.ModelSize =>
  'quantity' in size ? { quantity: size.quantity } : { dollars: size.quoteAmount }

const describe = (size: model.ModelSize): string =>
  'quantity' in size ? `${size.quantity} units` : `${size.dollars} cents`

const quoteFor = async (
  world: World,
  person: Person,
  act: OrderAct,
  wanted: WantedOrder,
): Promise<Quote | undefined> => {
  if (act.kind === 'limit' || act.quote === 'none') return undefined
  if (act.quote === 'last') return person.quote
  const { result: preview } = await untilDecided(world, (market) => previewOrder(market, wanted))
  if (preview === undefined || preview.quote_id === null) return undefined
  world.quotes += 1
  person.quote = {
    number: world.quotes,
    id: preview.quote_id,
    terms: { side: wanted.side, assetId: wanted.assetId, size: wanted.size },
    price: firmPrice(wanted.side, world.prices.get(wanted.assetId) ?? 0n),
    quantity: BigInt(preview.quantity.replace('.', '')),
    expiresAtMs: Date.parse(preview.expires_at ?? ''),
  }
  return person.quote
}

/** Five basis points worse than the market, to the 10^-12 dollar. */
const firmPrice = (side: 'buy' | 'sell', price: bigint): bigint =>
  side === 'buy' ? (price * 10_005n + 9_999n) / 10_000n : (price * 9_995n) / 10_000n

/** A cancellation bears no key: what it did is seen from the order. */
const cancel = async (world: World, person: Person, nth: number): Promise<void> => {
  const order = person.account.orders[nth]
  if (order === undefined) return
  const id = person.ids.get(order) ?? 'unknown'
  const wasOpen = order.status === 'queued'
  const { refused, isRepeated } = await untilDecided(world, ({ ledger }) =>
    cancelOrder(ledger, person.username, id),
  )
  if (wasOpen) model.close(person.account, order, 'cancelled')
  // A first request that was cut off may have cancelled it; then the second finds nothing to cancel.
  if (!isRepeated) expect(refused).toBe(wasOpen ? undefined : 'ORDER_NOT_CANCELLABLE')
}

const compareAccounts = async ({ platform }: World, person: Person): Promise<void> => {
  const { username, account } = person
  const actual = await readAccount(platform.staying.ledger, username)
  expect({ available: actual.cash.available, held: actual.cash.held }, username).toEqual({
    available: account.available,
    held: account.held,
  })
  const holdings = actual.holdings.map((holding) => [
    holding.asset_id,
    {
      quantity: holding.available + holding.held,
      held: holding.held,
      cost: holding.cost,
      realized: holding.realized,
    },
  ])
  const touched = [...account.holdings].filter(([asset]) =>
    account.orders.some((order) => order.asset === asset && order.status === 'completed'),
  )
  expect(Object.fromEntries(holdings), username).toEqual(Object.fromEntries(touched))
}

const compareOrders = async ({ platform }: World, person: Person): Promise<void> => {
  for (const order of person.account.orders) {
    const { status, total } = await stored(platform, person, order)
    expect({ status, total }).toEqual({ status: order.status, total: order.total })
  }
}
