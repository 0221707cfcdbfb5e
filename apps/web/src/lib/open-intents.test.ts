import { expect, it } from 'vitest'

import { keyOf, openIntentsIn, withIntent, withoutIntent } from './open-intents'

it('an intent keeps its key until its own outcome is known, whatever else is done meanwhile', () => {
  const lost = withIntent([], 'deposit 100', 'first')
  const both = withIntent(lost, 'deposit 7', 'second')
  const left = withoutIntent(both, 'deposit 7')
  expect(keyOf(left, 'deposit 100')).toBe('first')
  expect(keyOf(withIntent(left, 'deposit 100', 'third'), 'deposit 100')).toBe('first')
  expect(withoutIntent(left, 'deposit 100')).toEqual([])
})

it('what is stored is read back, and a text that is none of ours stands for nothing', () => {
  const open = withIntent([], 'deposit 100', 'first')
  expect(openIntentsIn(JSON.stringify(open))).toEqual(open)
  for (const text of ['', '{', '[{', 'undefined', '{}', '[{"what":1}]'])
    expect([text, openIntentsIn(text)]).toEqual([text, []])
})
