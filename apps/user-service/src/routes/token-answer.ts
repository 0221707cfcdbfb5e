import type { TokenManager } from '@cnop/common/security/token-manager'

import type { RefreshToken } from '#src/domain/refresh-token'
import type { StoredUser } from '#src/domain/user'
import { publicUser } from '#src/routes/public-user'

/** What a log-in and a refresh answer. */
export const tokenAnswer = (
  tokens: TokenManager,
  message: string,
  user: StoredUser,
  { sessionId }: RefreshToken,
) => ({
  success: true as const,
  message,
  access_token: tokens.sign({ username: user.username, role: user.role, sessionId }),
  token_type: 'bearer' as const,
  expires_in: tokens.expiresInSeconds,
  user: publicUser(user),
})
