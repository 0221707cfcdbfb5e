import { AppError } from '@cnop/contracts/errors'
import type { FastifyInstance, FastifyRequest } from 'fastify'

import { assertMayCall, needsCaller } from '../security/authorize.ts'
import './route-config.ts'
import { bearerToken, type Caller } from '../security/caller.ts'
import type { RevokedAccess } from '../security/revoked-access.ts'
import type { TokenVerifier } from '../security/token-verifier.ts'
import { noteCaller, notedCaller } from './callers.ts'

/** Who is calling. @throws {AppError} UNAUTHENTICATED on a route that is not for signed-in users. */
export const callerOf = (request: FastifyRequest): Caller => {
  const caller = notedCaller(request)
  if (caller === undefined) throw new AppError('UNAUTHENTICATED', 'Sign in to do this.')
  return caller
}

/**
 * Checks the access token on every route that is not public, before the body is read: valid, of a session
 * that has not ended, and of the role the route asks for. The service believes the token alone: headers
 * that name a user are never looked at. Before it is known which sessions have ended, no token is taken.
 */
export const authenticateUsers = (
  app: FastifyInstance,
  tokens: Pick<TokenVerifier, 'verify'>,
  revoked: Pick<RevokedAccess, 'isRevoked' | 'isComplete'>,
): void => {
  app.addHook('onRoute', (route) => {
    if (route.config?.access === undefined)
      throw new Error(`route ${route.url} does not say who may call it`)
  })
  app.addHook('onRequest', async (request) => {
    const { config } = request.routeOptions
    if (!needsCaller(config)) return
    const caller = tokens.verify(bearerToken(request.headers.authorization))
    noteCaller(request, caller)
    if (!revoked.isComplete) throw notKnownYet()
    if (revoked.isRevoked(caller))
      throw new AppError('UNAUTHENTICATED', 'This session has ended. Sign in again.')
    assertMayCall(caller, config)
  })
}

const notKnownYet = (): AppError =>
  new AppError(
    'TRY_AGAIN',
    'The service has just started and cannot tell yet which sessions have ended. Please try again in a moment.',
    { retryAfterSeconds: 1 },
  )
