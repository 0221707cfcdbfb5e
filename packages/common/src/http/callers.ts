import type { FastifyRequest } from 'fastify'

import type { Caller } from '../security/caller.ts'

const callers = new WeakMap<FastifyRequest, Caller>()

/** Keeps who is calling with the request, as soon as it is known: also of one that is then refused. */
export const noteCaller = (request: FastifyRequest, caller: Caller): void => {
  callers.set(request, caller)
}

export const notedCaller = (request: FastifyRequest): Caller | undefined => callers.get(request)
