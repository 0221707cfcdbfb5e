import { callerOf } from '@cnop/common/http/authenticate'
import type { App } from '@cnop/common/http/create-app'
import { changePassword as changePasswordEndpoint } from '@cnop/contracts/accounts'
import { changeProfile as changeProfileEndpoint, getProfile } from '@cnop/contracts/accounts'
import { AppError } from '@cnop/contracts/errors'

import { changePassword } from '#src/domain/change-password'
import { changeProfile } from '#src/domain/change-profile'
import { findUser } from '#src/domain/user'
import { publicUser } from '#src/routes/public-user'
import type { SessionDeps } from '#src/routes/sessions'
import { tellSessionsEnded } from '#src/routes/tell-gateway'

export const profileRoutes = (app: App, deps: SessionDeps): void => {
  app.route({
    ...getProfile,
    handler: async (request, reply) =>
      reply.send(publicUser(await findUser(deps.users, callerOf(request).username))),
  })

  app.route({
    ...changeProfileEndpoint,
    handler: async (request, reply) => {
      const { username } = callerOf(request)
      const user = await changeProfile(deps, username, request.body)
      deps.recordEvent(request, 'profile_changed', username)
      return reply.send(publicUser(user))
    },
  })

  app.route({
    ...changePasswordEndpoint,
    handler: async (request, reply) => {
      const { username, sessionId } = callerOf(request)
      try {
        const ended = await changePassword(deps, {
          username,
          sessionId,
          currentPassword: request.body.current_password,
          newPassword: request.body.new_password,
        })
        deps.recordEvent(request, 'password_changed', username)
        tellSessionsEnded(reply, ended)
      } catch (error) {
        if (error instanceof AppError && error.code === 'WRONG_PASSWORD')
          deps.recordEvent(request, 'password_refused', username)
        throw error
      }
      return reply.send({
        success: true,
        message: 'The password is changed; all other sessions have ended.',
      })
    },
  })
}
