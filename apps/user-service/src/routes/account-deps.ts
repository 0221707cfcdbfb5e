import type { RecordEvent } from '@cnop/common/http/record-event'
import type { PasswordManager } from '@cnop/common/security/password-manager'
import type { TokenManager } from '@cnop/common/security/token-manager'

import type { ApiKeyStore } from '#src/domain/api-key'
import type { Ending } from '#src/domain/end-sessions'
import type { GuardDeps } from '#src/domain/login-guard'
import type { TwoFactorDeps } from '#src/domain/two-factor'
import type { UserStore } from '#src/domain/user'

/** What the routes about people and their access stand on. */
export type AccountDeps = Ending &
  GuardDeps &
  TwoFactorDeps & {
    readonly users: UserStore
    readonly apiKeys: ApiKeyStore
    readonly passwords: PasswordManager
    readonly tokens: TokenManager
    readonly recordEvent: RecordEvent
  }
