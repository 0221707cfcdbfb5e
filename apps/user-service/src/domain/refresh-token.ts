import { createHash, randomBytes } from 'node:crypto'

/**
 * What the refresh cookie holds. `family` stays the same for the life of the session and proves that the
 * cookie was once genuine; `secret` is new with every refresh and proves that it is the latest.
 */
export type RefreshToken = {
  readonly username: string
  readonly sessionId: string
  readonly family: string
  readonly secret: string
}

const FAMILY_BYTES = 16
const SECRET_BYTES = 32

export const newRefreshToken = (username: string, sessionId: string): RefreshToken => ({
  username,
  sessionId,
  family: randomBytes(FAMILY_BYTES).toString('base64url'),
  secret: randomBytes(SECRET_BYTES).toString('base64url'),
})

export const newSalt = (): string => randomBytes(SECRET_BYTES).toString('base64url')

/**
 * The token that follows `token`. Made of its secret and a salt kept with the session: who presents the
 * token again can be given the same successor again, and neither the token nor the table alone tells it.
 */
export const successorOf = (token: RefreshToken, salt: string): RefreshToken => ({
  ...token,
  secret: createHash('sha256').update(`${salt}\n${token.secret}`).digest('base64url'),
})

export const printRefreshToken = ({ username, sessionId, family, secret }: RefreshToken): string =>
  `${username}.${sessionId}.${family}.${secret}`

/** `undefined` for anything that `printRefreshToken` cannot have made. */
export const parseRefreshToken = (text: string | undefined): RefreshToken | undefined => {
  const match = /^([a-z0-9_]{6,30})\.([0-9A-Z]{26})\.([\w-]{22})\.([\w-]{43})$/.exec(text ?? '')
  if (match === null) return undefined
  const [, username = '', sessionId = '', family = '', secret = ''] = match
  return { username, sessionId, family, secret }
}

/** Secrets here have 128 random bits or more, so one plain hash is as good as a slow one. */
export const hashSecret = (secret: string): string =>
  createHash('sha256').update(secret).digest('base64url')
