import { expect, it } from 'vitest'

import { safeReturnPath } from './paths'

it('goes back to paths of this page and nowhere else', () => {
  expect(safeReturnPath('/trade/BTC?side=sell')).toBe('/trade/BTC?side=sell')
  for (const elsewhere of ['//evil.example', '/\\evil.example', 'https://evil.example', '', null])
    expect(safeReturnPath(elsewhere)).toBe('/dashboard')
})

it('refuses control characters, which a browser drops from an address', () => {
  for (const control of ['\t', '\n', '\r', '\0', '\u001f', '\u007f', '\u0085'])
    for (const path of [`/${control}/evil.example`, `${control}//evil.example`, `/trade${control}`])
      expect(safeReturnPath(path)).toBe('/dashboard')
})
