import type { Access, KeyScope } from '@cnop/contracts/endpoint'
import { AppError } from '@cnop/contracts/errors'

import type { Caller } from './caller.ts'

/** Who may call a route; `undefined` and `internal` do not concern callers with a token. */
type Rule = {
  readonly access?: Access | 'internal' | undefined
  /** What an API key must be allowed to do; without one, no key will do. */
  readonly keyScope?: KeyScope | undefined
}

/**
 * Whether this caller may use a route at all; the gateway and every service ask the same question.
 * @throws {AppError} FORBIDDEN for the wrong role, and for an API key without the scope.
 */
export const assertMayCall = (caller: Caller, { access, keyScope }: Rule): void => {
  if (access === 'admin' && caller.role !== 'admin')
    throw new AppError('FORBIDDEN', 'This is for administrators.')
  if (caller.scopes === undefined) return
  if (keyScope === undefined)
    throw new AppError('FORBIDDEN', 'API keys cannot do this: sign in and use an access token.')
  if (!caller.scopes.includes(keyScope))
    throw new AppError('FORBIDDEN', `This API key does not have the scope "${keyScope}".`)
}

/** Whether a route needs to know who is calling. */
export const needsCaller = ({ access }: Rule): boolean => access === 'user' || access === 'admin'
