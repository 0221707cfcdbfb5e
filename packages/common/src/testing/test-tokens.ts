import { TokenManager } from '../security/token-manager.ts'

export const TEST_TOKEN_SETTINGS = {
  JWT_SECRET_KEY: 'a key for tests alone, 32 bytes and more',
  JWT_ALGORITHM: 'HS256',
  JWT_PUBLIC_KEYS: '',
  JWT_PRIVATE_KEY: '',
  JWT_EXPIRATION_MINUTES: 30,
} as const

export const testTokens = (): TokenManager => new TokenManager(TEST_TOKEN_SETTINGS)

/** An Authorization header of a signed-in user. */
export const signedInAs = (
  tokens: TokenManager,
  username: string,
  role: 'customer' | 'admin' = 'customer',
): { authorization: string } => ({
  authorization: `Bearer ${tokens.sign({ username, role, sessionId: `session-of-${username}` })}`,
})
