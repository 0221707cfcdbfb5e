import { createHash, randomBytes } from 'node:crypto'

/**
 * A session is what log-out ends. It lives on the server; the browser holds a refresh token for it, of
 * which only the hash is stored.
 */
type Session = {
  readonly username: string
  readonly sessionId: string
  readonly refreshHash: string
  /** RFC 3339, UTC. */
  readonly createdAt: string
  /** Unix time in seconds, counted from log-in: refreshing does not move it. */
  readonly expiresAt: number
}

export type SessionStore = {
  create(session: Session): Promise<void>
  /**
   * Replaces the refresh token if the presented one is the current one. `reused`: the session is there
   * and the token was an older one. `unknown`: no such session, or it has expired.
   */
  rotate(rotation: {
    readonly username: string
    readonly sessionId: string
    readonly presentedHash: string
    readonly nextHash: string
    /** Unix time in seconds. */
    readonly now: number
  }): Promise<'rotated' | 'reused' | 'unknown'>
  end(username: string, sessionId: string): Promise<void>
}

export const SESSION_DAYS = 30

/** What the refresh cookie holds: whose session, which, and the secret that proves it. */
export type RefreshToken = {
  readonly username: string
  readonly sessionId: string
  readonly secret: string
}

const SECRET_BYTES = 32

export const newRefreshToken = (username: string, sessionId: string): RefreshToken => ({
  username,
  sessionId,
  secret: randomBytes(SECRET_BYTES).toString('base64url'),
})

export const printRefreshToken = (token: RefreshToken): string =>
  `${token.username}.${token.sessionId}.${token.secret}`

/** `undefined` for anything that `printRefreshToken` cannot have made. */
export const parseRefreshToken = (text: string | undefined): RefreshToken | undefined => {
  const match = /^([a-z0-9_]{6,30})\.([0-9A-Z]{26})\.([\w-]{43})$/.exec(text ?? '')
  if (match === null) return undefined
  const [, username = '', sessionId = '', secret = ''] = match
  return { username, sessionId, secret }
}

/** The secret has 256 random bits, so one plain hash is as good as a slow one. */
export const hashSecret = (secret: string): string =>
  createHash('sha256').update(secret).digest('base64url')
