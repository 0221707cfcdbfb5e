import { callerOf } from '@cnop/common/http/authenticate'
import type { App } from '@cnop/common/http/create-app'
import { changePassword as changePasswordEndpoint } from '@cnop/contracts/accounts'

import { changePassword } from '#src/domain/change-password'
import type { AccountDeps } from '#src/routes/account-deps'
import { recordingRefusals } from '#src/routes/recording-refusals'
import { tellSessionsEnded } from '#src/routes/tell-gateway'

export const passwordRoutes = (app: App, deps: AccountDeps): void => {
  app.route({
    ...changePasswordEndpoint,
    handler: async (request, reply) => {
      const { username, sessionId } = callerOf(request)
      const ended = await recordingRefusals(deps, request, username, async () =>
        changePassword(deps, {
          username,
          sessionId,
          currentPassword: request.body.current_password,
          newPassword: request.body.new_password,
        }),
      )
      await deps.recordEvent(request, 'password_changed', username)
      tellSessionsEnded(reply, ended)
      return reply.send({
        success: true,
        message: 'The password is changed; all other sessions have ended.',
      })
    },
  })
}
