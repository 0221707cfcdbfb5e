import '@cnop/common/testing/provided-context'
import { CACHE_HASHED, CACHE_OTHERS, PAGE_HEADERS } from '@cnop/local-stack/page/page-headers'
import { expect, inject, it } from 'vitest'

const base = inject('pageUrl')
const NAVIGATION = { headers: { accept: 'text/html,application/xhtml+xml' } }

/** Of an answer, those headers the page is always served with. */
const pageHeadersOf = ({ headers }: Response): Record<string, string | null> =>
  Object.fromEntries(Object.keys(PAGE_HEADERS).map((name) => [name, headers.get(name)]))

const hashedFile = async (): Promise<string> => {
  const html = await (await fetch(base)).text()
  return /\/assets\/[\w.-]+\.js/.exec(html)?.[0] ?? 'the page names no script'
}

it('the page comes with the whole policy and is asked for again each time', async () => {
  for (const path of ['/', '/index.html', '/trade/BTC']) {
    const answer = await fetch(`${base}${path}`, NAVIGATION)
    expect([path, answer.status]).toEqual([path, 200])
    expect(answer.headers.get('content-type')).toMatch(/^text\/html/)
    expect(answer.headers.get('cache-control')).toBe(CACHE_OTHERS)
    expect(pageHeadersOf(answer)).toEqual(PAGE_HEADERS)
    expect(answer.headers.get('strict-transport-security')).toBeNull()
  }
})

it('files named by their content are kept for a year', async () => {
  const answer = await fetch(`${base}${await hashedFile()}`)
  expect(answer.status).toBe(200)
  expect(answer.headers.get('content-type')).toMatch(/javascript/)
  expect(answer.headers.get('cache-control')).toBe(CACHE_HASHED)
  expect(pageHeadersOf(answer)).toEqual(PAGE_HEADERS)
})

it('a script that is not there is not the page', async () => {
  const answer = await fetch(`${base}/assets/gone.js`)
  expect([answer.status, answer.headers.get('cache-control')]).toEqual([404, null])
  expect(answer.headers.get('content-type')).toMatch(/^text\/plain/)
})

it('answers of the API bear the headers of the gateway', async () => {
  const answer = await fetch(`${base}/api/v1/inventory/assets?limit=1`)
  expect(answer.status).toBe(200)
  expect(answer.headers.get('content-security-policy')).toBe(
    "default-src 'none';frame-ancestors 'none'",
  )
  const unknown = await fetch(`${base}/api/v1/nothing`)
  expect([unknown.status, unknown.headers.get('content-type')]).toEqual([
    404,
    expect.stringMatching(/^application\/problem\+json/),
  ])
})
