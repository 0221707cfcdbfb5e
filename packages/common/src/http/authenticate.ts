import { AppError } from '@cnop/contracts/errors'
import type { FastifyInstance, FastifyRequest } from 'fastify'

import './route-config.ts'
import { bearerToken, type Caller, type TokenManager } from '../security/token-manager.ts'

const callers = new WeakMap<FastifyRequest, Caller>()

/** Who is calling. @throws {AppError} UNAUTHENTICATED on a route that is not for signed-in users. */
export const callerOf = (request: FastifyRequest): Caller => {
  const caller = callers.get(request)
  if (caller === undefined) throw new AppError('UNAUTHENTICATED', 'Sign in to do this.')
  return caller
}

/**
 * Checks the access token on every route for signed-in users, before the body is read. The service
 * believes the token alone: headers that name a user are never looked at.
 */
export const authenticateUsers = (app: FastifyInstance, tokens: TokenManager): void => {
  app.addHook('onRoute', (route) => {
    if (route.config?.access === undefined)
      throw new Error(`route ${route.url} does not say who may call it`)
  })
  app.addHook('onRequest', async (request) => {
    if (request.routeOptions.config.access !== 'user') return
    callers.set(request, tokens.verify(bearerToken(request.headers.authorization)))
  })
}
