import '@cnop/common/testing/provided-context'
import { API_BASE } from '@cnop/contracts/internal'
import { describe, expect, inject, it } from 'vitest'

import { attack, expectRefusal } from './attacker.ts'
import { json, openScene } from './security-scene.ts'

const gateway = inject('gatewayUrl')
const administrator = inject('administrator')
const api = `${gateway}${API_BASE}`
const { routes, mallory, admin, send, pathOf } = await openScene(gateway, administrator)

describe('what nobody should send', () => {
  const deep = `${'{"a":'.repeat(2_000)}1${'}'.repeat(2_000)}`
  const BODIES: Readonly<Record<string, string>> = {
    nothing: '',
    'half an object': '{"amount":',
    text: 'amount=1',
    null: 'null',
    'an array': '[]',
    'a number': '1',
    'an unknown field': '{"__unknown":1}',
    role: '{"role":"admin"}',
    proto: '{"__proto__":{"admin":true}}',
    constructor: '{"constructor":{"prototype":{"admin":true}}}',
    'NUL in the name of a field': String.raw`{"\u0000":1}`,
    depth: deep,
    'a number without end': '{"amount":1e309,"quantity":1e309}',
    NaN: '{"amount":NaN}',
    'numbers as text':
      '{"amount":"NaN","quantity":"Infinity","username":["a"],"password":{"$ne":1}}',
    'three decimals below zero': '{"amount":"-1.001"}',
    'every type at once':
      '{"username":true,"password":[],"email":{},"amount":{},"scopes":"read","code":1}',
    'controls and directions': String.raw`{"username":"a\u0000b\u202ec","reason":"x\r\nSet-Cookie: a=1","name":"\u202e"}`,
    'a long text': JSON.stringify({ username: 'x'.repeat(50_000) }),
  }

  it('every route with a body refuses each of these with a problem a person can act on', async () => {
    for (const route of routes.filter(({ hasBody }) => hasBody))
      for (const [what, body] of Object.entries(BODIES)) {
        const headers = route.forAdmins ? admin : mallory.bearer
        const name = `${what} to ${route.name}`
        if (route.path.endsWith('/ledger/audit') && what === 'nothing') continue
        expectRefusal(name, await send(route, headers, body))
      }
  })

  it('another kind of body, and one of 10 MB, are refused before they are read', async () => {
    for (const route of routes.filter(({ hasBody }) => hasBody)) {
      const headers = route.forAdmins ? admin : mallory.bearer
      const url = `${gateway}${pathOf(route)}`
      const text = await attack(
        url,
        route.method,
        { ...headers, 'content-type': 'text/plain' },
        '{}',
      )
      expect([route.name, text.status]).toEqual([route.name, 415])
      const form = { ...headers, 'content-type': 'application/x-www-form-urlencoded' }
      expect((await attack(url, route.method, form, 'amount=1')).status).toBe(415)
    }
    const big = JSON.stringify({ username: 'x'.repeat(10_000_000) })
    const answer = await attack(`${api}/auth/login`, 'POST', json, big).catch(() => undefined)
    // The connection may be closed before all of it is sent.
    expect([413, undefined]).toContain(answer?.status)
  })

  it('every list refuses a query that makes no sense', async () => {
    const QUERIES = [
      '?limit=-1',
      '?limit=1&limit=2',
      '?cursor=..%2F..%2F',
      '?limit=1e9',
      '?x=%00',
      '?__proto__[a]=1',
    ]
    const lists = routes.filter(
      ({ hasQuery, path }) => hasQuery && !path.endsWith('/stream') && !path.endsWith('{id}'),
    )
    expect(lists.length).toBeGreaterThan(5)
    for (const route of lists)
      for (const query of QUERIES)
        expectRefusal(
          `${query} to ${route.name}`,
          await send(route, route.forAdmins ? admin : mallory.bearer, undefined, query),
        )
  })

  it('parameters full of tricks find nothing', async () => {
    const TRICKS = [
      '%00',
      'a%0d%0ab',
      'x'.repeat(200),
      '%u0041',
      "' or 1=1",
      '%F0%9F%92%A9',
      '..%2f..%2fhealth',
    ]
    for (const route of routes.filter(({ path }) => path.includes('{')))
      for (const trick of TRICKS) {
        const path = route.path.replace(/\{\w+\}/g, trick)
        const answer = await attack(
          `${gateway}${path}`,
          route.method,
          route.forAdmins ? admin : mallory.bearer,
        )
        expectRefusal(`${trick} in ${route.name}`, answer)
      }
  })
})
