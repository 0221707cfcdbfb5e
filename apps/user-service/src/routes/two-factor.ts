import { callerOf } from '@cnop/common/http/authenticate'
import type { App } from '@cnop/common/http/create-app'
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
  twoFactorOff,
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
      if (!hasTwoFactor(user)) throw twoFactorOff()
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

const ON = 'Two-factor log-in is on. Keep the recovery codes: they are not shown again.'
const ON_BUT_OTHERS_GO_ON = `${ON} Your other sessions could not be ended: end them in the list of sessions.`

/** Which other sessions have ended; `undefined` when that failed: the recovery codes must be shown even so. */
const endOthers = async (
  deps: AccountDeps,
  { log }: FastifyRequest,
  { username, sessionId }: { readonly username: string; readonly sessionId: string },
): Promise<string[] | undefined> => {
  try {
    return await endAllSessions(deps, username, sessionId)
  } catch (error) {
    log.warn({ err: error }, 'the other sessions could not be ended')
    return undefined
  }
}

const confirmRoute = (app: App, deps: AccountDeps): void => {
  app.route({
    ...confirmEndpoint,
    handler: async (request, reply) => {
      const { username, sessionId } = callerOf(request)
      const user = await findUser(deps.users, username)
      const codes = await confirmTwoFactor(deps, user, request.body.code)
      await deps.recordEvent(request, 'two_factor_enabled', username)
      const ended = await endOthers(deps, request, { username, sessionId })
      tellSessionsEnded(reply, ended ?? [])
      return reply.send({
        success: true,
        message: ended === undefined ? ON_BUT_OTHERS_GO_ON : ON,
        recovery_codes: codes.map(readable),
      })
    },
  })
}
