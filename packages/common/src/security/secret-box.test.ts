import { randomBytes } from 'node:crypto'

import { expect, it } from 'vitest'

import { openSecret, sealSecret } from './secret-box.ts'

const key = randomBytes(32)
const secret = Buffer.from('a small secret')

it('opens with its key in its place and nowhere else', () => {
  const box = sealSecret(key, secret, 'of alice')
  expect(openSecret(key, box, 'of alice')).toEqual(secret)
  expect(() => openSecret(key, box, 'of bob')).toThrow('authenticate')
  expect(() => openSecret(randomBytes(32), box, 'of alice')).toThrow('authenticate')
})

it('does not open when a bit was changed, or when it was cut', () => {
  const box = Buffer.from(sealSecret(key, secret, ''), 'base64url')
  for (const at of [0, 12, 28, box.length - 1]) {
    const changed = Buffer.from(box)
    changed[at] = (changed[at] ?? 0) ^ 1
    expect(() => openSecret(key, changed.toString('base64url'), '')).toThrow('authenticate')
  }
  expect(() => openSecret(key, box.subarray(0, 20).toString('base64url'), '')).toThrow('tag length')
})

it('is another one each time', () => {
  expect(sealSecret(key, secret, '')).not.toBe(sealSecret(key, secret, ''))
})
