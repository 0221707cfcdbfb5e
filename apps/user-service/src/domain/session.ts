/** Where a request came from, as far as it says. */
export type Origin = {
  readonly address: string
  /** What the program calls itself, made safe to store and to show. */
  readonly userAgent: string
}

/**
 * A session is what log-out ends. It lives on the server; the browser holds a refresh token for it, of
 * which only hashes are stored.
 */
export type Session = Origin & {
  readonly username: string
  readonly sessionId: string
  /** RFC 3339, UTC. */
  readonly createdAt: string
  readonly lastUsedAt: string
  /** Unix time in seconds, counted from log-in: refreshing does not move it. */
  readonly expiresAt: number
}

/** What is stored of a session's refresh tokens. */
export type TokenState = {
  readonly familyHash: string
  readonly refreshHash: string
  /** Of the last refresh: the token it took, the salt that made the next one, and when (Unix seconds). */
  readonly previousHash?: string | undefined
  readonly salt?: string | undefined
  readonly replacedAt?: number | undefined
}

/** The replacement of a refresh token by the next. */
export type Replacement = {
  readonly username: string
  readonly sessionId: string
  readonly familyHash: string
  readonly presentedHash: string
  readonly nextHash: string
  readonly salt: string
  readonly now: Date
  readonly origin: Origin
}

export type SessionStore = {
  create(session: Session, tokens: TokenState): Promise<void>
  /**
   * Replaces the refresh token if the presented one is the current one of a session that has not expired,
   * in one conditioned write. If not, answers what is stored instead: nothing, or the state that refused.
   */
  replaceToken(
    replacement: Replacement,
  ): Promise<'replaced' | { readonly stored: (TokenState & { expiresAt: number }) | undefined }>
  /** Those that have not expired, newest log-in first. */
  list(username: string): Promise<Session[]>
  /** Safe to repeat. */
  end(username: string, sessionId: string): Promise<void>
}

export const SESSION_DAYS = 30
