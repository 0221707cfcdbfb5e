import { PlainError } from './problem'

/** The session is kept in a cookie; without one a log-in would end with the next reload. */
class CookiesBlocked extends PlainError {
  override readonly name = 'CookiesBlocked'

  constructor() {
    super('Your browser blocks cookies for this site. Allow them to log in.')
  }
}

const PROBE = 'cookies_allowed'

/** Writes a cookie and takes it away again: browsers that block them for one site alone may not say so. */
const areCookiesBlocked = (): boolean => {
  try {
    document.cookie = `${PROBE}=1; path=/; samesite=strict`
    const isKept = document.cookie.includes(`${PROBE}=`)
    document.cookie = `${PROBE}=; path=/; samesite=strict; max-age=0`
    return !isKept
  } catch {
    return true
  }
}

/** @throws {CookiesBlocked} */
export const assertCookies = (): void => {
  if (areCookiesBlocked()) throw new CookiesBlocked()
}
