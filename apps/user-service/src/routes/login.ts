import type { App } from '@cnop/common/http/create-app'
import { originOf } from '@cnop/common/http/origin'
import { Username } from '@cnop/contracts/accounts'
import { Email } from '@cnop/contracts/person'
import { login } from '@cnop/contracts/sessions'

import { newDeviceMark } from '#src/domain/known-device'
import { LoginRefused, LoginSuspended, SecondFactorRefused, logIn } from '#src/domain/log-in'
import { startSession } from '#src/domain/start-session'
import type { AccountDeps } from '#src/routes/account-deps'
import { deviceMarkOf, setDeviceMark } from '#src/routes/device-cookie'
import { setRefreshCookie } from '#src/routes/refresh-cookie'
import { tellSessionsEnded } from '#src/routes/tell-gateway'
import { tokenAnswer } from '#src/routes/token-answer'

export const loginRoute = (app: App, deps: AccountDeps): void => {
  app.route({
    ...login,
    handler: async (request, reply) => {
      const { username: name, password, two_factor_code: twoFactorCode } = request.body
      const origin = originOf(request)
      try {
        const deviceMark = deviceMarkOf(request)
        const { user, secondFactor } = await logIn(deps, {
          name,
          password,
          twoFactorCode,
          address: origin.address,
          deviceMark,
        })
        const { token: session, ended } = await startSession(deps, user.username, origin)
        await deps.recordEvent(request, 'login_succeeded', user.username)
        if (secondFactor === 'recovery')
          await deps.recordEvent(request, 'recovery_code_used', user.username)
        tellSessionsEnded(reply, ended)
        setRefreshCookie(request, reply, session)
        setDeviceMark(request, reply, newDeviceMark(deps.keys.device, user.username, deps.now()))
        return await reply.send(tokenAnswer(deps.tokens, 'Signed in.', user, session))
      } catch (error) {
        if (error instanceof LoginRefused) {
          const whose = error.username ?? loggableName(name)
          await deps.recordEvent(request, 'login_failed', whose)
          if (error.locks) await deps.recordEvent(request, 'login_locked', whose)
        }
        if (error instanceof LoginSuspended)
          await deps.recordEvent(request, 'login_suspended', error.username)
        if (error instanceof SecondFactorRefused)
          await deps.recordEvent(request, 'two_factor_failed', error.username)
        throw error
      }
    },
  })
}

/** People type their password into the wrong field; only what can be a name or an address is recorded. */
const loggableName = (typed: string): string =>
  Username.safeParse(typed).success || Email.safeParse(typed).success ? typed : 'not a username'
