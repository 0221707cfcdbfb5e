import type { FastifyRequest } from 'fastify'

const LONGEST = 200

/**
 * Where a request came from, made safe to store and to show: anything may stand in the header, and only
 * printable ASCII is kept, and not without end.
 */
export const originOf = (
  request: FastifyRequest,
): { readonly address: string; readonly userAgent: string } => ({
  address: request.ip,
  userAgent: (request.headers['user-agent'] ?? '').replace(/[^\x20-\x7e]/g, '').slice(0, LONGEST),
})
