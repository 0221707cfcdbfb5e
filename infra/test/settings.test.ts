import { readFileSync } from 'node:fs'

import { describe, expect, it } from 'vitest'

import { processes } from './processes.ts'

const example = readFileSync(new URL('../../.env.example', import.meta.url), 'utf8')
const listed = new Map(
  [...example.matchAll(/^([A-Z]\w*)=([^#\n]*)/gm)].map(([, name = '', value = '']) => [
    name,
    value.trim(),
  ]),
)
const compose = readFileSync(new URL('../../docker-compose.yml', import.meta.url), 'utf8')

describe('.env.example', () => {
  it.each(Object.entries(processes))('lists every setting of %s, with its default', (_, own) => {
    expect(Object.keys(own.settings).filter((name) => !listed.has(name))).toEqual([])
    const secret = { JWT_SECRET_KEY: 'a-secret-of-32-bytes-or-a-bit-more' }
    const defaults = Object.fromEntries([...listed].filter(([, value]) => value !== ''))
    expect(own.read({ ...defaults, ...secret })).toEqual(own.read(secret))
  })

  it('lists nothing that neither a process nor Docker Compose nor npm start reads', () => {
    const read = new Set(Object.values(processes).flatMap((own) => Object.keys(own.settings)))
    const unread = [...listed.keys()].filter(
      (name) => !read.has(name) && !compose.includes(`\${${name}:-`),
    )
    expect(unread).toEqual([])
  })

  it('holds no secret', () => {
    const secrets = [...listed].filter(([name]) => /KEY$|KEYS$|PASSWORD$/.test(name))
    expect(secrets.length).toBeGreaterThan(5)
    for (const [name, value] of secrets) expect([name, value]).toEqual([name, ''])
  })
})
