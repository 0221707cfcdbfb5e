import type { App } from '@cnop/common/http/create-app'
import { originOf } from '@cnop/common/http/origin'
import { startDemo } from '@cnop/contracts/sessions'

import { openDemo, type DemoDeps } from '#src/domain/demo'
import { startSession } from '#src/domain/start-session'
import type { AccountDeps } from '#src/routes/account-deps'
import { setRefreshCookie } from '#src/routes/refresh-cookie'
import { tokenAnswer } from '#src/routes/token-answer'

export const demoRoute = (app: App, deps: AccountDeps & DemoDeps): void => {
  app.route({
    ...startDemo,
    handler: async (request, reply) => {
      const origin = originOf(request)
      const user = await openDemo(deps, origin)
      const ends = new Date(user.demo_until)
      const { token: session } = await startSession(deps, user.username, origin, ends)
      await deps.recordEvent(request, 'demo_opened', user.username)
      setRefreshCookie(request, reply, session)
      return reply
        .code(201)
        .send(tokenAnswer(deps.tokens, 'The demo account is open.', user, session))
    },
  })
}
