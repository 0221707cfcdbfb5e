import type { IncomingMessage } from 'node:http'

import { API_KEY_HEADER } from '@cnop/contracts/api-keys'
import { AppError } from '@cnop/contracts/errors'

/** Headers that say who is asking or what for, so that a second one would contradict the first. */
const ONCE = ['authorization', API_KEY_HEADER, 'idempotency-key', 'content-type', 'host'] as const

/**
 * Refuses what this process and something before or behind it could read in two ways: a caller, key or
 * kind of body that is named twice (Node takes the first or joins them, another may take the last), and a
 * target that names a host of its own, as if this were a proxy to anywhere. @throws {AppError} BAD_REQUEST
 */
export const assertUnambiguous = (request: IncomingMessage): void => {
  if (!request.url?.startsWith('/'))
    throw new AppError('BAD_REQUEST', 'Ask for a path, without the host before it.')
  // Hardly any request says anything twice, and counting costs less than looking at each.
  if (request.rawHeaders.length === 2 * Object.keys(request.headers).length) return
  for (const name of ONCE)
    if ((request.headersDistinct[name]?.length ?? 0) > 1)
      throw new AppError('BAD_REQUEST', `The header ${name} was sent more than once.`)
}

/**
 * Refuses a parameter that is nothing or a step (`/orders/`, `/orders/..`): the router takes it for a name,
 * something behind it may take it for another path. @throws {AppError} NOT_FOUND
 */
export const assertNames = (params: unknown): void => {
  for (const value of Object.values(params ?? {}))
    if (value === '' || value === '.' || value === '..')
      throw new AppError('NOT_FOUND', 'There is nothing at this path.')
}
