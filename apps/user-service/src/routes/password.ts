import { callerOf } from '@cnop/common/http/authenticate'
import type { App } from '@cnop/common/http/create-app'
import { changePassword as changePasswordEndpoint } from '@cnop/contracts/accounts'

import { changePassword } from '#src/domain/change-password'
import type { AccountDeps } from '#src/routes/account-deps'
import { recordRevokedKeys } from '#src/routes/record-revoked-keys'
import { recordingRefusals } from '#src/routes/recording-refusals'
import { tellSessionsEnded } from '#src/routes/tell-gateway'

export const passwordRoutes = (app: App, deps: AccountDeps): void => {
  app.route({
    ...changePasswordEndpoint,
    handler: async (request, reply) => {
      const { username, sessionId } = callerOf(request)
      const { sessions, apiKeys } = await recordingRefusals(deps, request, username, async () =>
        changePassword(deps, {
          username,
          sessionId,
          currentPassword: request.body.current_password,
          newPassword: request.body.new_password,
          revokesApiKeys: request.body.revoke_api_keys === true,
        }),
      )
      await deps.recordEvent(request, 'password_changed', username)
      await recordRevokedKeys(deps, request, username, apiKeys)
      tellSessionsEnded(reply, [...sessions, ...apiKeys])
      const revoked = apiKeys.length > 0 ? ` API keys revoked: ${apiKeys.length}.` : ''
      return reply.send({
        success: true,
        message: `Your password is changed. All other sessions have ended.${revoked}`,
      })
    },
  })
}
