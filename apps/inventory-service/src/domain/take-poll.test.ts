import { parseCash, parsePrice } from '@cnop/money/text'
import { expect, it } from 'vitest'

import { parseCatalogue } from '#src/domain/catalogue'
import type { LiveFigures } from '#src/domain/live-figures'
import { PriceGuard } from '#src/domain/price-guard'
import { takePoll } from '#src/domain/take-poll'

import entries from '../data/assets.json' with { type: 'json' }

const catalogue = parseCatalogue(entries).filter(({ assetId }) => ['BTC', 'ETH'].includes(assetId))
const NOW = new Date('2026-01-31T09:30:00.000Z')

const seen = (coinId: string, price: string) => ({
  coinId,
  price: parsePrice(price),
  observedAt: NOW,
  change24hBasisPoints: undefined,
  high24h: undefined,
  low24h: undefined,
  marketCap: undefined,
  volume24h: parseCash('1000.00'),
  sparkline: [],
})

const guard = new PriceGuard()
const poll = (
  observations: ReturnType<typeof seen>[],
  previous: ReadonlyMap<string, LiveFigures> = new Map(),
) => takePoll({ catalogue, observations, previous, guard, now: NOW })

const first = poll([seen('bitcoin', '60000'), seen('ethereum', '3000')])

it('takes the price of every asset that was answered, and none of others', () => {
  expect(first.taken).toBe(2)
  expect(first.figures.get('ETH')?.price).toBe(parsePrice('3000'))
  expect(poll([seen('bitcoin', '60000'), seen('not-listed', '1')]).figures.size).toBe(1)
})

it('an asset that was left out keeps its figures', () => {
  const { figures, taken } = poll([seen('bitcoin', '61000')], first.figures)
  expect(taken).toBe(1)
  expect(figures.get('ETH')).toBe(first.figures.get('ETH'))
  expect(figures.get('BTC')?.price).toBe(parsePrice('61000'))
})

it('so does one whose price is absurd', () => {
  const { figures, taken } = poll([seen('bitcoin', '600')], first.figures)
  expect([taken, guard.heldCount]).toEqual([0, 1])
  expect(figures.get('BTC')).toBe(first.figures.get('BTC'))
})

it('believes neither of two rows for one coin', () => {
  const rows = [seen('bitcoin', '61000'), seen('ethereum', '3100'), seen('bitcoin', '62000')]
  const { figures, taken, ambiguous } = poll(rows, first.figures)
  expect([taken, ambiguous]).toEqual([1, ['bitcoin']])
  expect(figures.get('BTC')).toBe(first.figures.get('BTC'))
  expect(figures.get('ETH')?.price).toBe(parsePrice('3100'))
})
