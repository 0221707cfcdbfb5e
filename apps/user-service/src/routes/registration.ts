import type { App } from '@cnop/common/http/create-app'
import type { RecordEvent } from '@cnop/common/http/record-event'
import type { PasswordManager } from '@cnop/common/security/password-manager'
import { register } from '@cnop/contracts/accounts'

import { registerUser } from '#src/domain/register-user'
import type { UserStore } from '#src/domain/user'
import { publicUser } from '#src/routes/public-user'

type RegistrationDeps = {
  readonly users: UserStore
  readonly passwords: PasswordManager
  readonly recordEvent: RecordEvent
  readonly now: () => Date
}

export const registrationRoutes = (app: App, deps: RegistrationDeps): void => {
  app.route({
    ...register,
    handler: async (request, reply) => {
      const { phone, date_of_birth, marketing_emails_consent, ...rest } = request.body
      const user = await registerUser(deps, {
        ...rest,
        phone: phone ?? null,
        date_of_birth: date_of_birth ?? null,
        marketing_emails_consent: marketing_emails_consent ?? false,
      })
      await deps.recordEvent(request, 'registered', user.username)
      return reply
        .code(201)
        .send({ success: true, message: 'The account is open.', user: publicUser(user) })
    },
  })
}
