import { expect, it } from 'vitest'

import { safeReturnPath } from './paths'

it('goes back to paths of this page and nowhere else', () => {
  expect(safeReturnPath('/trade/BTC?side=sell')).toBe('/trade/BTC?side=sell')
  for (const elsewhere of ['//evil.example', '/\\evil.example', 'https://evil.example', '', null])
    expect(safeReturnPath(elsewhere)).toBe('/dashboard')
})
