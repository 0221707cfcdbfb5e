import { callerOf } from '@cnop/common/http/authenticate'
import type { App } from '@cnop/common/http/create-app'
import { AppError } from '@cnop/contracts/errors'
import {
  confirmTwoFactor as confirmEndpoint,
  disableTwoFactor,
  enableTwoFactor,
  getTwoFactor,
} from '@cnop/contracts/two-factor'
import type { FastifyRequest } from 'fastify'

import { assertPassword } from '#src/domain/assert-password'
import { endAllSessions } from '#src/domain/end-sessions'
import { readable } from '#src/domain/recovery-codes'
import { base32, otpauthUri } from '#src/domain/totp'
import {
  confirmTwoFactor,
  hasTwoFactor,
  proposeTwoFactor,
  useTwoFactorCode,
} from '#src/domain/two-factor'
import { findUser, type StoredUser } from '#src/domain/user'
import type { AccountDeps } from '#src/routes/account-deps'
import { recordingRefusals } from '#src/routes/recording-refusals'
import { tellSessionsEnded } from '#src/routes/tell-gateway'

export const twoFactorRoutes = (app: App, deps: AccountDeps): void => {
  const userOf = async (request: FastifyRequest): Promise<StoredUser> =>
    await findUser(deps.users, callerOf(request).username)

  app.route({
    ...getTwoFactor,
    handler: async (request, reply) => {
      const user = await userOf(request)
      return reply.send({
        enabled: hasTwoFactor(user),
        recovery_codes_left: user.recovery_codes?.size ?? 0,
      })
    },
  })

  app.route({
    ...enableTwoFactor,
    handler: async (request, reply) => {
      const user = await userOf(request)
      await recordingRefusals(deps, request, user.username, async () =>
        assertPassword(deps, user, request.body.current_password),
      )
      const secret = await proposeTwoFactor(deps, user)
      return reply.send({
        success: true,
        message: 'Add the secret to your authenticator app and confirm with a code.',
        secret: base32(secret),
        otpauth_uri: otpauthUri(secret, user.username),
      })
    },
  })

  confirmRoute(app, deps)

  app.route({
    ...disableTwoFactor,
    handler: async (request, reply) => {
      const user = await userOf(request)
      if (!hasTwoFactor(user))
        throw new AppError('TWO_FACTOR_OFF', 'Two-factor log-in is not turned on.')
      const { current_password: password, code } = request.body
      await recordingRefusals(deps, request, user.username, async () =>
        assertPassword(deps, user, password, async () => {
          await useTwoFactorCode(deps, user, code)
        }),
      )
      await deps.twoFactor.turnOff(user.username)
      await deps.recordEvent(request, 'two_factor_disabled', user.username)
      return reply.send({ success: true, message: 'Two-factor log-in is off.' })
    },
  })
}

const confirmRoute = (app: App, deps: AccountDeps): void => {
  app.route({
    ...confirmEndpoint,
    handler: async (request, reply) => {
      const { username, sessionId } = callerOf(request)
      const user = await findUser(deps.users, username)
      const codes = await confirmTwoFactor(deps, user, request.body.code)
      const ended = await endAllSessions(deps, username, sessionId)
      await deps.recordEvent(request, 'two_factor_enabled', username)
      tellSessionsEnded(reply, ended)
      return reply.send({
        success: true,
        message: 'Two-factor log-in is on. Keep the recovery codes: they are not shown again.',
        recovery_codes: codes.map(readable),
      })
    },
  })
}
