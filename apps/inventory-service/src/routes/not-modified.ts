import type { FastifyInstance } from 'fastify'

/**
 * Answers 304 without a body when the caller already has what would be sent, on every route that sets an
 * `ETag`. Tags are compared weakly, as RFC 9110 wants for `If-None-Match`.
 */
export const answerNotModified = (app: FastifyInstance): void => {
  app.addHook('onSend', async (request, reply, payload) => {
    const etag = reply.getHeader('etag')
    const known = request.headers['if-none-match']
    if (reply.statusCode !== 200 || typeof etag !== 'string' || known === undefined) return payload
    if (!names(known, etag)) return payload
    reply.code(304).removeHeader('content-type').removeHeader('content-length')
    return null
  })
}

const names = (list: string, etag: string): boolean =>
  list.split(',').some((tag) => tag.trim() === '*' || opaque(tag) === opaque(etag))

const opaque = (tag: string): string => tag.trim().replace(/^W\//, '')
