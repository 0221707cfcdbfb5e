import { expect, it } from 'vitest'

import { assetOf } from '../../lib/testing/asset'
import { moversOf } from './movers'

const moving = (asset_id: string, change_24h: string, is_active = true) =>
  assetOf({ asset_id, change_24h, is_active })

const names = (assets: readonly { readonly asset_id: string }[]) =>
  assets.map(({ asset_id }) => asset_id)

it('movers are those that rose and fell most, strongest first', () => {
  const { gainers, losers } = moversOf(
    [
      moving('A', '1.00'),
      moving('B', '-3.00'),
      moving('C', '10.00'),
      moving('D', '-12.50'),
      moving('E', '9.99'),
    ],
    2,
  )
  expect(names(gainers)).toEqual(['C', 'E'])
  expect(names(losers)).toEqual(['D', 'B'])
})

it('in a market that only rises nothing has fallen', () => {
  const { gainers, losers } = moversOf([moving('A', '1.00'), moving('B', '0.00')], 5)
  expect(names(gainers)).toEqual(['A'])
  expect(losers).toEqual([])
})

it('an asset whose trading is halted is no mover', () => {
  expect(moversOf([moving('A', '50.00', false)], 5).gainers).toEqual([])
})
