import { expect, it } from 'vitest'

import { addressesIn } from './client-address.ts'

it.each([
  ['203.0.113.7', ['203.0.113.7']],
  ['203.0.113.7:20001', ['203.0.113.7']],
  ['2001:db8::1', ['2001:db8::1']],
  ['[2001:db8::1]', ['2001:db8::1']],
  ['[2001:db8::1]:443', ['2001:db8::1']],
  ['[::ffff:203.0.113.7]:443', ['::ffff:203.0.113.7']],
  ['203.0.113.7:1 ,\t10.0.0.1:2', ['203.0.113.7', '10.0.0.1']],
])('takes ports and brackets off %s', (forwarded, addresses) => {
  expect(addressesIn(forwarded)).toEqual(addresses)
})

it.each([
  '',
  'unknown',
  '_hidden',
  '203.0.113.7:',
  '203.0.113.7:x',
  '203.0.113.7:123456',
  '203.0.113',
  '203.0.113.7 203.0.113.8',
  '[2001:db8::1',
  '[203.0.113.7:1]',
  'evil.example:443',
])('takes %j for no address', (forwarded) => {
  expect(addressesIn(forwarded)).toEqual([])
  expect(addressesIn(`203.0.113.9, ${forwarded}, 10.0.0.1`)).toEqual(['10.0.0.1'])
})
