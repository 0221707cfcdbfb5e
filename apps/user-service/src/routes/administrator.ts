import { callerOf } from '@cnop/common/http/authenticate'
import type { FastifyRequest } from 'fastify'

import { assertAdministrator } from '#src/domain/assert-administrator'
import type { UserStore } from '#src/domain/user'

/** Name of the administrator who is asking. @throws {AppError} UNAUTHENTICATED, FORBIDDEN */
export const administratorOf = async (
  request: FastifyRequest,
  { users }: { readonly users: UserStore },
): Promise<string> => {
  const { username } = callerOf(request)
  await assertAdministrator(users, username)
  return username
}
