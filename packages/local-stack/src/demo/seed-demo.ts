import type { Database } from '@cnop/common/dynamodb/client'
import { readHolding } from '@cnop/common/ledger/holdings'
import type { Ledger } from '@cnop/common/ledger/ledger'
import { moveCash } from '@cnop/common/ledger/move-cash'
import { findRepeat } from '@cnop/common/ledger/new-order'
import { buy, sell } from '@cnop/common/ledger/trade'
import { AssetPage, type Asset } from '@cnop/contracts/inventory'
import { divideNearest } from '@cnop/money/rounding'
import { PRICE_PLACES, price, quantity, type Price } from '@cnop/money/scaled'
import { parseCash, parsePrice, parseQuantity } from '@cnop/money/text'
import { quantityForBudget, wholeSteps } from '@cnop/money/trade'

import { DEMO_ACCOUNT } from './demo-account.ts'
import { demoHistory, type DemoAct } from './demo-history.ts'

const DAY_MS = 86_400_000
const ONE = parsePrice('1')

type DemoStack = {
  readonly database: Database
  readonly userServiceUrl: string
  readonly inventoryServiceUrl: string
}

/**
 * Opens the demo account with its history, through the same ledger as everything else. Each act has a
 * key of its own, so an interrupted seeding goes on where it stopped and a second one changes nothing.
 */
export const seedDemo = async (stack: DemoStack): Promise<void> => {
  const alreadyThere = !(await register(stack.userServiceUrl))
  if (alreadyThere && (await hasLastAct(stack.database))) return
  const assets = await currentAssets(stack.inventoryServiceUrl)
  for (const [index, act] of demoHistory.entries())
    await perform(stack.database, act, { key: keyOf(index), assets })
}

const keyOf = (index: number): string => `demo-${index}`

/** Whether the account is new. */
const register = async (userServiceUrl: string): Promise<boolean> => {
  const answer = await fetch(`${userServiceUrl}/auth/register`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(DEMO_ACCOUNT),
  })
  if (answer.status !== 201 && answer.status !== 409)
    throw new Error(`the demo account could not be opened: ${await answer.text()}`)
  return answer.status === 201
}

/** Trades are kept by their key, so the last one being there means all are. */
const hasLastAct = async (database: Database): Promise<boolean> => {
  const last = demoHistory.findLastIndex(({ kind }) => kind === 'buy' || kind === 'sell')
  const found = await findRepeat(
    { database, now: () => new Date() },
    { username: DEMO_ACCOUNT.username, clientKey: keyOf(last), request: keyOf(last) },
  )
  return found !== undefined
}

const currentAssets = async (inventoryServiceUrl: string): Promise<Map<string, Asset>> => {
  const answer = await fetch(`${inventoryServiceUrl}/inventory/assets`)
  const { assets } = AssetPage.parse(await answer.json())
  return new Map(assets.map((asset) => [asset.asset_id, asset]))
}

type ActContext = { readonly key: string; readonly assets: Map<string, Asset> }

const perform = async (
  database: Database,
  act: DemoAct,
  { key, assets }: ActContext,
): Promise<void> => {
  const { username } = DEMO_ACCOUNT
  const moment = new Date(Date.now() - act.daysAgo * DAY_MS)
  const ledger: Ledger = { database, now: () => moment }
  if (!('asset' in act)) {
    const type = act.kind === 'deposit' ? 'DEPOSIT' : 'WITHDRAW'
    await moveCash(ledger, { username, type, amount: parseCash(act.usd), clientKey: key })
    return
  }
  const asset = assets.get(act.asset)
  if (asset === undefined) return
  if ((await findRepeat(ledger, { username, clientKey: key, request: key })) !== undefined) return
  const step = parseQuantity(asset.quantity_increment)
  const then = priceThen(asset, act.priceFactor)
  const order = {
    username,
    assetId: act.asset,
    request: key,
    clientKey: key,
    clientOrderId: undefined,
  }
  const at = { price: then, source: asset.price_source, observedAt: moment.toISOString() }
  if (act.kind === 'buy') {
    const bought = quantityForBudget(parseCash(act.usd), then, step)
    await buy(ledger, { ...order, side: 'buy', quantity: bought }, at)
    return
  }
  const holding = await readHolding(ledger, username, act.asset)
  if (holding === undefined) return
  const part = quantity((holding.available * act.percent) / 100n)
  const sold = part === holding.available ? part : wholeSteps(part, step)
  await sell(ledger, { ...order, side: 'sell', quantity: sold }, at)
}

/** With as many places as today's price has. */
const priceThen = (asset: Asset, factor: string): Price => {
  const places = asset.price_usd.split('.')[1]?.length ?? 0
  const step = 10n ** BigInt(PRICE_PLACES - places)
  return price(divideNearest(parsePrice(asset.price_usd) * parsePrice(factor), ONE * step) * step)
}
