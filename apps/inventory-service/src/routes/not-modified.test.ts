import Fastify, { type FastifyInstance } from 'fastify'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { answerNotModified } from '#src/routes/not-modified'

const ETAG = 'W/"abc"'

let app: FastifyInstance

beforeEach(() => {
  app = Fastify()
  answerNotModified(app)
  app.get('/tagged', async (_request, reply) => reply.header('etag', ETAG).send({ it: 'is' }))
  app.get('/plain', async () => ({ it: 'is' }))
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

  it('503: a failure is never taken for what is known', async () => {
    expect(await statusOf('/failed', ETAG)).toBe(503)
  })
})
