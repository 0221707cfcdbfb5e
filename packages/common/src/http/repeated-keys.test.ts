import fc from 'fast-check'
import { expect, it } from 'vitest'

import { findRepeatedKey } from './repeated-keys.ts'

it.each([
  ['{"amount":1,"amount":2}', 'amount'],
  ['{"amount" : 1 ,\r\n\t"amount" : 2}', 'amount'],
  [String.raw`{"amount":1,"\u0061mount":2}`, 'amount'],
  [String.raw`{"a\"":1,"a\"":2}`, 'a"'],
  ['{"a":{"b":1},"c":[{"d":1,"e":{},"d":2}]}', 'd'],
  ['{"":1,"":2}', ''],
])('finds the key that %s has twice', (json, key) => {
  expect(findRepeatedKey(json)).toBe(key)
})

it.each([
  '{"a":{"a":{"a":1}}}',
  '[{"a":1},{"a":2}]',
  '{"a":"a","b":"a"}',
  '{"a":["a","a"],"b":"\\"a\\":1,\\"a\\":1"}',
  '{"a":1,"A":2}',
  '"a"',
  '1',
])('finds none in %s', (json) => {
  expect(findRepeatedKey(json)).toBeUndefined()
})

it('finds none in anything that was printed from a value', () => {
  fc.assert(
    fc.property(fc.json(), (json) => {
      expect(findRepeatedKey(JSON.stringify(JSON.parse(json)))).toBeUndefined()
    }),
  )
})
