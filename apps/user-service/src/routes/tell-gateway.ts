import { REVOKED_HEADER, sessionSubject } from '@cnop/contracts/internal'
import type { FastifyReply } from 'fastify'

/** Lets the gateway know with this answer that sessions have ended, before the client learns of it. */
export const tellSessionsEnded = (reply: FastifyReply, sessionIds: readonly string[]): void => {
  if (sessionIds.length > 0) reply.header(REVOKED_HEADER, sessionIds.map(sessionSubject).join(','))
}
