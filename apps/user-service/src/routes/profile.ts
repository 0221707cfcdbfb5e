import { callerOf } from '@cnop/common/http/authenticate'
import type { App } from '@cnop/common/http/create-app'
import { changeProfile as changeProfileEndpoint, getProfile } from '@cnop/contracts/accounts'

import { changeProfile } from '#src/domain/change-profile'
import { findUser } from '#src/domain/user'
import type { AccountDeps } from '#src/routes/account-deps'
import { publicUser } from '#src/routes/public-user'
import { recordingRefusals } from '#src/routes/recording-refusals'

export const profileRoutes = (app: App, deps: AccountDeps): void => {
  app.route({
    ...getProfile,
    handler: async (request, reply) =>
      reply.send(publicUser(await findUser(deps.users, callerOf(request).username))),
  })

  app.route({
    ...changeProfileEndpoint,
    handler: async (request, reply) => {
      const { username } = callerOf(request)
      const user = await recordingRefusals(deps, request, username, async () =>
        changeProfile(deps, username, request.body),
      )
      await deps.recordEvent(request, 'profile_changed', username)
      return reply.send(publicUser(user))
    },
  })
}
