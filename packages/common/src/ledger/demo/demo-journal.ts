import { quantity, type Quantity } from '@cnop/money/scaled'
import { parseCash } from '@cnop/money/text'
import { costShare, quantityForBudget, wholeSteps } from '@cnop/money/trade'

import { replay } from '../audit/replay.ts'
import type { EntryItem, OrderItem } from '../items.ts'
import { cashEntry } from '../move-cash.ts'
import type { FillPrice } from '../trade.ts'
import { purchase, sale } from '../trade.ts'
import type { DemoAct } from './demo-history.ts'

/** An act with its moment; of a trade, with the price of that minute and the step of the asset's quantities. */
export type PricedAct = {
  readonly act: DemoAct
  readonly at: Date
  readonly fill?: { readonly price: FillPrice; readonly step: Quantity } | undefined
}

export type DemoJournal = { readonly entries: EntryItem[]; readonly orders: OrderItem[] }

/** The journal of an account with this history, oldest first. A trade without a price is left out. */
export const demoJournal = (username: string, acts: readonly PricedAct[]): DemoJournal => {
  const journal: DemoJournal = { entries: [], orders: [] }
  for (const [index, act] of acts.entries()) add(journal, username, `demo-${index}`, act)
  return journal
}

const add = (
  { entries, orders }: DemoJournal,
  username: string,
  key: string,
  { act, at, fill }: PricedAct,
): void => {
  const clock = { now: () => at }
  if (!('asset' in act)) {
    const type = act.kind === 'deposit' ? 'DEPOSIT' : 'WITHDRAW'
    entries.push(
      cashEntry(clock, { username, type, amount: parseCash(act.usd), clientKey: undefined }),
    )
    return
  }
  if (fill === undefined) return
  const { price, step } = fill
  const order = {
    username,
    assetId: act.asset,
    request: key,
    clientKey: undefined,
    clientOrderId: undefined,
  }
  if (act.kind === 'buy') {
    const bought = quantityForBudget(parseCash(act.usd), price.price, step)
    orders.push(purchase(clock, { ...order, side: 'buy', quantity: bought }, price))
    return
  }
  const holding = replay([], orders).holdings.get(act.asset)
  if (holding === undefined) return
  const sold = shareOf(holding.quantity, act.percent, step)
  const costSold = costShare(holding.cost, sold, holding.quantity)
  orders.push(sale(clock, { ...order, side: 'sell', quantity: sold }, price, costSold))
}

const shareOf = (held: Quantity, percent: bigint, step: Quantity): Quantity => {
  const part = quantity((held * percent) / 100n)
  return part === held ? part : wholeSteps(part, step)
}
