import { followRevocations } from '@cnop/common/security/follow-revocations'
import { RevokedAccess } from '@cnop/common/security/revoked-access'
import { Revoker } from '@cnop/common/security/revoker'
import { expect, it, onTestFinished } from 'vitest'

import { startOrderService } from './order-service.ts'

const LIFE = { longestTokenSeconds: 1_800 }

it('a token that ended elsewhere moves no money here, whatever the gateway knows', async () => {
  const { app, ledger, revoked, newTrader, setPrice } = await startOrderService()
  onTestFinished(async () => await app.close())
  const { stop } = await followRevocations(ledger.database, revoked, { ...LIFE, log: app.log })
  onTestFinished(stop)
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  setPrice('BTC', '100.00')
  const trader = await newTrader('100.00')
  const headers = { ...trader.headers, 'content-type': 'application/json' }
  const body = JSON.stringify({ order_type: 'market_buy', asset_id: 'BTC', quote_amount: '1.00' })
  const order = async () => (await fetch(`${url}/orders`, { method: 'POST', headers, body })).status
  const portfolio = async () =>
    (await app.inject({ url: '/portfolio', headers: trader.headers })).statusCode

  expect([await order(), await portfolio()]).toEqual([201, 200])
  // As user-service ends access: in the log in the database. No Redis is asked, and no gateway.
  const elsewhere = new RevokedAccess(ledger.now)
  const revoker = new Revoker(ledger.database, elsewhere, { ...LIFE, now: ledger.now })
  await revoker.change([`user:${trader.username}`], 'revoked')
  await expect.poll(order, { timeout: 10_000 }).toBe(401)
  expect([await order(), await order(), await portfolio()]).toEqual([401, 401, 401])
})
