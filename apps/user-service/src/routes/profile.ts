import { callerOf } from '@cnop/common/http/authenticate'
import type { App } from '@cnop/common/http/create-app'
import { getProfile } from '@cnop/contracts/accounts'
import { AppError } from '@cnop/contracts/errors'

import type { UserStore } from '#src/domain/user'
import { publicUser } from '#src/routes/public-user'

export const profileRoutes = (app: App, { users }: { readonly users: UserStore }): void => {
  app.route({
    ...getProfile,
    handler: async (request, reply) => {
      const user = await users.findByUsername(callerOf(request).username)
      if (user === undefined) throw new AppError('USER_NOT_FOUND', 'This account does not exist.')
      return reply.send(publicUser(user))
    },
  })
}
