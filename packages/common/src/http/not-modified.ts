import { createHash } from 'node:crypto'

import type { FastifyInstance, FastifyReply } from 'fastify'

/**
 * Answers 304 without a body when the caller already has what would be sent: on every route that sets an
 * `ETag`, and on those whose answer is for everyone, which get one of their content. Tags are compared
 * weakly, as RFC 9110 wants for `If-None-Match`.
 */
export const answerNotModified = (app: FastifyInstance): void => {
  app.addHook('onSend', async (request, reply, payload) => {
    if (reply.statusCode !== 200) return payload
    if (isForEveryone(reply) && !reply.hasHeader('etag') && typeof payload === 'string')
      reply.header('etag', contentTag(payload))
    const etag = reply.getHeader('etag')
    const known = request.headers['if-none-match']
    if (typeof etag !== 'string' || known === undefined || !names(known, etag)) return payload
    reply.code(304).removeHeader('content-type').removeHeader('content-length')
    return null
  })
}

const isForEveryone = (reply: FastifyReply): boolean =>
  String(reply.getHeader('cache-control')).startsWith('public')

/** The same for the same content, at every replica and in every encoding: a weak tag. */
export const contentTag = (content: string): string =>
  `W/"${createHash('sha256').update(content).digest('base64url').slice(0, 22)}"`

const names = (list: string, etag: string): boolean =>
  list.split(',').some((tag) => tag.trim() === '*' || opaque(tag) === opaque(etag))

const opaque = (tag: string): string => tag.trim().replace(/^W\//, '')
