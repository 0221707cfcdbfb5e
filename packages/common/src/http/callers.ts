import type { FastifyInstance, FastifyRequest } from 'fastify'

import type { Caller } from '../security/caller.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Read and written by the functions here alone. */
    notedCaller: Caller | undefined
  }
}

/** Makes room for the caller in every request. */
export const noteCallers = (app: FastifyInstance): void => {
  app.decorateRequest('notedCaller', undefined)
}

/** Keeps who is calling with the request, as soon as it is known: also of one that is then refused. */
export const noteCaller = (request: FastifyRequest, caller: Caller): void => {
  request.notedCaller = caller
}

export const notedCaller = (request: FastifyRequest): Caller | undefined => request.notedCaller
