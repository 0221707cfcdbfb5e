import { connect } from 'node:net'

import { expect, it } from 'vitest'

import { sharedGateway } from './gateway.ts'
import { statusesOf } from './raw-socket.ts'

const shared = sharedGateway()

const DRIP_MS = 500

/** Sends the beginning, then a byte now and then for as long as it is let. Resolves with what came back. */
const drip = (beginning: string, byte: string): Promise<string> =>
  new Promise((resolve) => {
    const { hostname, port } = new URL(shared.gateway.url)
    const socket = connect(Number(port), hostname, () => socket.write(beginning))
    const dripping = setInterval(() => socket.write(byte), DRIP_MS)
    let answer = ''
    socket.on('data', (chunk) => {
      answer += chunk.toString()
    })
    socket.on('error', () => {})
    socket.on('close', () => {
      clearInterval(dripping)
      resolve(answer)
    })
  })

const HEAD = 'POST /api/v1/auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n'

it('who says nothing, or a byte now and then, is answered 408 and closed, and others are served meanwhile', async () => {
  const slow = [
    drip('', ''),
    drip('GET /api/v1/inventory/assets HTTP/1.1\r\nHost: x\r\nX-Slow: ', 'a'),
    drip(`${HEAD}Content-Length: 60000\r\n\r\n`, ' '),
    drip(`${HEAD}Transfer-Encoding: chunked\r\n\r\n`, '1\r\n \r\n'),
  ]
  expect((await fetch(`${shared.gateway.url}/api/v1/inventory/assets`)).status).toBe(200)
  for (const answer of await Promise.all(slow)) {
    expect(statusesOf(answer)).toEqual([408])
    expect(answer).toContain('REQUEST_TIMEOUT')
    expect(answer).toMatch(/content-type: application\/problem\+json/i)
  }
  expect(shared.service.seen().map(({ method }) => method)).toEqual(['GET'])
})
