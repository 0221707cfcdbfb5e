import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { buildPageServer } from '@cnop/local-stack/page/page-server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const root = mkdtempSync(join(tmpdir(), 'page-server-'))
mkdirSync(join(root, 'assets'))
writeFileSync(join(root, 'index.html'), '<title>the page</title>')
writeFileSync(join(root, 'assets/app-1.js'), '1')

let app: Awaited<ReturnType<typeof buildPageServer>>
let base: string
beforeAll(async () => {
  app = await buildPageServer({ root, gatewayUrl: 'http://127.0.0.1:1' })
  base = await app.listen({ host: '127.0.0.1', port: 0 })
})
afterAll(async () => {
  await app.close()
  rmSync(root, { recursive: true })
})

const ask = async (path: string, accept: string, method = 'GET') => {
  const answer = await fetch(`${base}${path}`, { method, headers: { accept } })
  return { status: answer.status, text: await answer.text() }
}

describe.each(['*/*', 'text/html', 'application/json'])('to a client that accepts %s', (accept) => {
  it.each(['/', '/dashboard', '/trade/BTC', '/orders/?from=a.b', '/no/such/page'])(
    'serves the page at %s',
    async (path) => {
      expect(await ask(path, accept)).toEqual({ status: 200, text: '<title>the page</title>' })
      expect(await ask(path, accept, 'HEAD')).toEqual({ status: 200, text: '' })
    },
  )

  it.each(['/favicon.ico', '/assets/gone.js', '/dashboard.html', '/.env', '/trade/x.png?y=/z'])(
    'answers 404 at %s, which names a file',
    async (path) => {
      expect(await ask(path, accept)).toEqual({ status: 404, text: 'Not found' })
    },
  )

  it('serves a file that is there', async () => {
    expect(await ask('/assets/app-1.js', accept)).toEqual({ status: 200, text: '1' })
  })
})

it('answers 404 to what is no read', async () => {
  expect(await ask('/dashboard', '*/*', 'POST')).toEqual({ status: 404, text: 'Not found' })
})
