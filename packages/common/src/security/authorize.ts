import type { Access } from '@cnop/contracts/endpoint'
import { AppError } from '@cnop/contracts/errors'

import type { Caller } from './token-manager.ts'

/** Who may call a route; `undefined` and `internal` do not concern callers with a token. */
type Rule = { readonly access?: Access | 'internal' | undefined }

/**
 * Whether this caller may use a route at all; the gateway and every service ask the same question.
 * @throws {AppError} FORBIDDEN for the wrong role.
 */
export const assertMayCall = (caller: Caller, { access }: Rule): void => {
  if (access === 'admin' && caller.role !== 'admin')
    throw new AppError('FORBIDDEN', 'This is for administrators.')
}

/** Whether a route needs to know who is calling. */
export const needsCaller = ({ access }: Rule): boolean => access === 'user' || access === 'admin'
