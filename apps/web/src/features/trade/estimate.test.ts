import { parseCash, parsePrice, parseQuantity } from '@cnop/money/text'
import { describe, expect, it } from 'vitest'

import { estimate, orderOf, type Ticket } from './estimate'
import { shareOf } from './share-of'

const means = {
  price: parsePrice('64250'),
  cashAvailable: parseCash('1000.00'),
  quantityAvailable: parseQuantity('0.01234567'),
  step: parseQuantity('0.00000001'),
  halted: false,
}
const coarse = { ...means, price: parsePrice('16'), step: parseQuantity('0.01') }

const ticket = (change: Partial<Ticket>): Ticket => ({
  assetId: 'BTC',
  side: 'buy',
  kind: 'market',
  unit: 'usd',
  amount: '250',
  limitPrice: '',
  until: 'gtc',
  ...change,
})

describe('the estimate of a ticket', () => {
  it('says what a purchase brings and leaves, to the cent', () => {
    expect(estimate(ticket({}), means)).toMatchObject({
      quantity: parseQuantity('0.00389105'),
      total: parseCash('250.00'),
      cashAfter: parseCash('750.00'),
      obstacle: undefined,
    })
  })

  it('says what a sale brings', () => {
    const sale = ticket({ side: 'sell', unit: 'quantity', amount: '0.01' })
    expect(estimate(sale, means)).toMatchObject({
      total: parseCash('642.50'),
      cashAfter: parseCash('1642.50'),
    })
  })

  it.each([
    [{ amount: '1000.01' }, 'more than the $1,000.00 you'],
    [{ side: 'sell', unit: 'quantity', amount: '1' }, '0.01234567 BTC to sell'],
    [{ amount: '0.99' }, 'at least $1.00.'],
  ] as const)('names what stands in the way of %j', (change, reason) => {
    expect(estimate(ticket(change), means)).toHaveProperty(
      'obstacle',
      expect.stringContaining(reason),
    )
  })

  it('of a halted asset is that nothing can be traded, before anything else', () => {
    const halted = { ...means, halted: true }
    for (const amount of ['250', '0.99', '1000.01'])
      expect(estimate(ticket({ amount }), halted)).toHaveProperty(
        'obstacle',
        'Trading in BTC is halted.',
      )
  })

  it('is in whole steps of the asset, but for the whole of a holding', () => {
    expect(estimate(ticket({ amount: '250' }), coarse)).toHaveProperty(
      'quantity',
      parseQuantity('15.62'),
    )
    const sale = ticket({ side: 'sell', unit: 'quantity', amount: '0.012' })
    expect(estimate(sale, coarse)).toHaveProperty('obstacle', 'BTC is traded in steps of 0.01.')
    expect(estimate({ ...sale, amount: '0.01234567' }, coarse)).toHaveProperty(
      'obstacle',
      undefined,
    )
    expect(shareOf(ticket({ side: 'sell' }), coarse, 50n).amount).toBe('0.00000000')
    expect(shareOf(ticket({ side: 'sell' }), coarse, 100n).amount).toBe('0.01234567')
  })

  it('takes amounts as people write them, and asks the API in one way', () => {
    const typed = ticket({ amount: ' 1,000.00 ' })
    expect(estimate(typed, means)).toMatchObject({ total: parseCash('1000.00') })
    expect(orderOf(typed)).toHaveProperty('quote_amount', '1000.00')
    const limit = ticket({ kind: 'limit', unit: 'quantity', amount: '.01', limitPrice: '60,000' })
    expect(orderOf(limit)).toMatchObject({ quantity: '0.01000000', price: '60000.00' })
  })

  it('states one minimum, whatever is typed and whatever it is sized in', () => {
    const minimum = 'An order must be worth at least $1.00.'
    expect(estimate(ticket({ amount: '0' }), means)).toHaveProperty('error', minimum)
    expect(estimate(ticket({ amount: '0.5' }), means)).toHaveProperty('obstacle', minimum)
    const units = ticket({ unit: 'quantity', amount: '0' })
    expect(estimate(units, means)).toHaveProperty('error', minimum)
    expect(estimate({ ...units, amount: '0.00000001' }, means)).toHaveProperty('obstacle', minimum)
  })

  it('reads a quantity with the symbol of its asset, and no other', () => {
    const typed = ticket({ unit: 'quantity', amount: '0.01 BTC' })
    expect(orderOf(typed)).toHaveProperty('quantity', '0.01000000')
    expect(estimate({ ...typed, amount: '$0.01' }, means)).toHaveProperty('error')
    expect(estimate(ticket({ amount: '5 BTC' }), means)).toHaveProperty('error')
  })

  it('says at once what more typing cannot mend', () => {
    expect(estimate(ticket({ amount: '1.234' }), means)).toMatchObject({
      error: 'At most 2 decimals',
      early: true,
    })
    expect(estimate(ticket({ amount: '' }), means)).toMatchObject({
      error: 'Enter an amount',
      early: false,
    })
  })

  it.each(['', 'lots', '-5', '1.234'])('says what is wrong with the amount %j', (amount) => {
    expect(estimate(ticket({ amount }), means)).toHaveProperty('error')
  })
})

it('a limit order is reckoned at its limit, not at the market', () => {
  const limit = ticket({ kind: 'limit', unit: 'quantity', amount: '0.01', limitPrice: '60000' })
  expect(estimate(limit, means)).toMatchObject({ total: parseCash('600.00'), obstacle: undefined })
  expect(estimate({ ...limit, limitPrice: 'low' }, means)).toHaveProperty('field', 'limitPrice')
  expect(orderOf(limit)).toEqual({
    order_type: 'limit_buy',
    asset_id: 'BTC',
    quantity: '0.01000000',
    price: '60000.00',
    time_in_force: 'gtc',
  })
})

it('a share of everything is exactly everything, in the unit the price cannot change', () => {
  expect(shareOf(ticket({ side: 'sell' }), means, 100n)).toEqual({
    unit: 'quantity',
    amount: '0.01234567',
  })
  expect(shareOf(ticket({}), means, 100n)).toEqual({ unit: 'usd', amount: '1000.00' })
  expect(shareOf(ticket({}), means, 25n)).toEqual({ unit: 'usd', amount: '250.00' })
})

describe('a share above the limit of one order', () => {
  const rich = {
    ...means,
    cashAvailable: parseCash('5000000.00'),
    quantityAvailable: parseQuantity('3000000000000'),
  }

  it('fills in the limit and says so', () => {
    const dollars = shareOf(ticket({}), rich, 50n)
    expect(dollars).toEqual({
      unit: 'usd',
      amount: '1000000.00',
      capped: 'One order can be for at most $1,000,000.00.',
    })
    expect(estimate(ticket(dollars), rich)).toHaveProperty('obstacle', undefined)
    const all = shareOf(ticket({ side: 'sell' }), rich, 100n)
    expect(all).toEqual({
      unit: 'quantity',
      amount: '1000000000000.00000000',
      capped: 'One order can be for at most 1,000,000,000,000 BTC.',
    })
    expect(estimate(ticket({ side: 'sell', ...all }), rich)).toHaveProperty('obstacle', undefined)
  })

  it('holds for a limit order too, and a share within it is not capped', () => {
    const limit = ticket({ kind: 'limit', unit: 'quantity', limitPrice: '0.000001' })
    expect(shareOf(limit, rich, 100n)).toHaveProperty('amount', '1000000000000.00000000')
    expect(shareOf(ticket({}), rich, 20n)).toEqual({ unit: 'usd', amount: '1000000.00' })
  })
})

it('a share of the cash for a limit purchase is what it buys at the limit', () => {
  const limit = ticket({ kind: 'limit', unit: 'quantity', limitPrice: '50,000' })
  const share = shareOf(limit, means, 50n)
  expect(share).toEqual({ unit: 'quantity', amount: '0.01000000' })
  expect(estimate({ ...limit, ...share }, means)).toMatchObject({ total: parseCash('500.00') })
  expect(shareOf({ ...limit, limitPrice: '' }, means, 50n).amount).toBe('')
})

it.each(['gtc', 'day', 'ioc'] as const)('a limit order may be good until %s', (until) => {
  const limit = ticket({ kind: 'limit', unit: 'quantity', limitPrice: '50000', until })
  expect(orderOf(limit)).toHaveProperty('time_in_force', until)
})

it('asks for dollars or for a quantity, never both', () => {
  expect(orderOf(ticket({}))).toEqual({
    order_type: 'market_buy',
    asset_id: 'BTC',
    quote_amount: '250.00',
  })
  expect(orderOf(ticket({ side: 'sell', unit: 'quantity', amount: '0.5' }))).toEqual({
    order_type: 'market_sell',
    asset_id: 'BTC',
    quantity: '0.50000000',
  })
})
