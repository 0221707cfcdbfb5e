import type { FastifyRequest } from 'fastify'

import type { Origin } from '#src/domain/session'

const LONGEST = 200

/** Anything may stand in the header: only printable ASCII is kept, and not without end. */
export const originOf = (request: FastifyRequest): Origin => ({
  address: request.ip,
  userAgent: (request.headers['user-agent'] ?? '').replace(/[^\x20-\x7e]/g, '').slice(0, LONGEST),
})
