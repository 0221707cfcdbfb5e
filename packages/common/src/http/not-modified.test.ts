import Fastify, { type FastifyInstance } from 'fastify'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { answerNotModified } from './not-modified.ts'

const ETAG = 'W/"abc"'

let app: FastifyInstance

beforeEach(() => {
  app = Fastify()
  answerNotModified(app)
  app.get('/tagged', async (_request, reply) => reply.header('etag', ETAG).send({ it: 'is' }))
  app.get('/plain', async () => ({ it: 'is' }))
  app.get('/public', async (request, reply) =>
    reply.header('cache-control', 'public, max-age=1').send({ it: request.query }),
  )
  app.get('/failed', async (_request, reply) =>
    reply.code(503).header('etag', ETAG).send({ it: 'is not' }),
  )
})
afterEach(async () => await app.close())

const statusOf = async (url: string, known?: string): Promise<number> => {
  const headers = known === undefined ? {} : { 'if-none-match': known }
  return (await app.inject({ url, headers })).statusCode
}

describe('answers that the caller may already have', () => {
  it.each([ETAG, '"abc"', '"other", W/"abc"', '*'])('304: known as %s', async (known) => {
    expect(await statusOf('/tagged', known)).toBe(304)
  })

  it.each([undefined, '"other"', 'abc', 'W/"abcd"', ''])('200: known as %s', async (known) => {
    expect(await statusOf('/tagged', known)).toBe(200)
  })

  it('200: an answer without a tag, whatever is known', async () => {
    expect(await statusOf('/plain', '*')).toBe(200)
  })

  it('an answer for everyone is tagged by what is in it', async () => {
    const tagOf = async (url: string) => String((await app.inject(url)).headers['etag'])
    expect(await tagOf('/public')).toBe(await tagOf('/public'))
    expect(await tagOf('/public')).not.toBe(await tagOf('/public?a=1'))
    expect(await statusOf('/public', await tagOf('/public'))).toBe(304)
    expect(await tagOf('/plain')).toBe('undefined')
  })

  it('503: a failure is never taken for what is known', async () => {
    expect(await statusOf('/failed', ETAG)).toBe(503)
  })
})
