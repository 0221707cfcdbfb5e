import {
  RESTORED_HEADER,
  REVOKED_HEADER,
  sessionSubject,
  userSubject,
} from '@cnop/contracts/internal'
import type { FastifyReply } from 'fastify'

/** Lets the gateway know with this answer that sessions have ended, before the client learns of it. */
export const tellSessionsEnded = (reply: FastifyReply, sessionIds: readonly string[]): void => {
  if (sessionIds.length > 0) reply.header(REVOKED_HEADER, sessionIds.map(sessionSubject).join(','))
}

/** The same for everything a user has: all tokens, now and until the user is let in again. */
export const tellUserSuspended = (
  reply: FastifyReply,
  username: string,
  sessionIds: readonly string[],
): void => {
  reply.header(REVOKED_HEADER, [userSubject(username), ...sessionIds.map(sessionSubject)].join(','))
}

export const tellUserReactivated = (reply: FastifyReply, username: string): void => {
  reply.header(RESTORED_HEADER, userSubject(username))
}
