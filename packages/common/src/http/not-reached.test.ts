import { createServer } from 'node:net'

import { request } from 'undici'
import { describe, expect, it } from 'vitest'

import { isNotReached } from './not-reached.ts'

const failureOf = async (url: string): Promise<unknown> =>
  await request(url).then(
    () => undefined,
    (error: unknown) => error,
  )

const failed = (code: string, syscall?: string): Error =>
  Object.assign(new Error(code), { code }, syscall === undefined ? {} : { syscall })

describe('a request that failed', () => {
  it.each([
    ['where nothing listens', 'http://127.0.0.1:1'],
    ['where no way leads to', 'http://255.255.255.255'],
  ])('%s was not sent', async (_why, url) => {
    expect(isNotReached(await failureOf(url))).toBe(true)
  })

  it('once it was connected may have been read', async () => {
    const server = createServer((socket) => socket.destroy())
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
    const address = server.address()
    if (address === null || typeof address === 'string') throw new Error('no port')
    expect(isNotReached(await failureOf(`http://127.0.0.1:${address.port}`))).toBe(false)
    await new Promise((closed) => server.close(closed))
  })

  it.each([
    ['each address of a name', [failed('ENETUNREACH', 'connect')], true],
    ['all but one', [failed('ENETUNREACH', 'connect'), failed('ECONNRESET', 'read')], false],
  ])('at %s: not sent is %s', (_where, errors, expected) => {
    expect(isNotReached(new AggregateError(errors))).toBe(expected)
  })

  it('goes by the step that failed', () => {
    expect(isNotReached(failed('UND_ERR_CONNECT_TIMEOUT'))).toBe(true)
    expect(isNotReached(failed('EAI_AGAIN', 'getaddrinfo'))).toBe(true)
    expect(isNotReached(failed('EHOSTUNREACH', 'write'))).toBe(false)
    expect(isNotReached(failed('UND_ERR_SOCKET'))).toBe(false)
    expect(isNotReached('nothing')).toBe(false)
  })
})
