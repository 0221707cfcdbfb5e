import '@cnop/common/testing/provided-context'
import { Client } from '@cnop/client/client'
import { ApiProblem } from '@cnop/client/problem'
import { register } from '@cnop/contracts/accounts'
import { createApiKey } from '@cnop/contracts/api-keys'
import { deposit, getBalance, withdraw } from '@cnop/contracts/balance'
import { getAsset, listAssets } from '@cnop/contracts/inventory'
import { placeOrder } from '@cnop/contracts/place-order'
import { minus } from '@cnop/money/scaled'
import { parseCash, printCash } from '@cnop/money/text'
import { expect, inject, it } from 'vitest'

import { newPerson } from './api.ts'

const anyone = Client.at({ origin: inject('gatewayUrl') })

it('a program opens an account, makes itself a key and trades with it', async () => {
  const person = newPerson()
  await anyone.call(register, { body: person })
  const { username, password } = person
  const owner = await anyone.logIn({ username, password })
  await owner.call(deposit, { body: { amount: '100.00' } })
  const { key } = await owner.call(createApiKey, {
    body: { name: 'bot', scopes: ['read', 'trade'], current_password: password },
  })

  const bot = Client.at({ origin: inject('gatewayUrl'), apiKey: key })
  const { data: order } = await bot.call(placeOrder, {
    body: { order_type: 'market_buy', asset_id: 'BTC', quote_amount: '25.00' },
  })
  expect(order.status).toBe('completed')
  const left = minus(parseCash('100.00'), parseCash(order.total_amount))
  expect((await bot.call(getBalance)).current_balance).toBe(printCash(left))
})

it('queries and parameters are those of the contract', async () => {
  const { assets } = await anyone.call(listAssets, { query: { limit: 3, sort: 'name' } })
  expect(assets).toHaveLength(3)
  const asset = await anyone.call(getAsset, { params: { id: 'BTC' } })
  expect(asset.asset_id).toBe('BTC')
})

it('a key sent twice moves money once, and a refusal is typed', async () => {
  const person = newPerson()
  await anyone.call(register, { body: person })
  const owner = await anyone.logIn({ username: person.username, password: person.password })
  const twice = { body: { amount: '10.00' }, idempotencyKey: `intent-${person.username}` }
  expect(await owner.call(deposit, twice)).toEqual(await owner.call(deposit, twice))
  expect((await owner.call(getBalance)).current_balance).toBe('10.00')

  const refusal = await owner
    .call(withdraw, { body: { amount: '10.01' } })
    .catch((error: unknown) => error)
  expect(refusal).toBeInstanceOf(ApiProblem)
  expect(refusal).toMatchObject({ code: 'INSUFFICIENT_BALANCE', status: 409 })
})
