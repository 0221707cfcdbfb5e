import { ApiProblem, NetworkError } from '@cnop/client/problem'
import { request } from '@cnop/client/request'
import type { User } from '@cnop/contracts/accounts'
import type { LoginRequest, login } from '@cnop/contracts/sessions'
import type { z } from 'zod'

import { HINT, oneTabAtATime, takeFirstRefresh } from './early'
import { reloadOnce } from './reload-once'
import { browserStore } from './storage'
import { openTabChannel } from './tab-channel'
import { isLogOutOpen, noteLogOut } from './unheard-log-out'

/**
 * Who is signed in. The access token lives in this module alone, never in storage; a reload gets a new
 * one for the HttpOnly cookie.
 */
export type Session =
  | { readonly state: 'unknown' }
  /** There may be a session, but the platform could not be asked. */
  | { readonly state: 'unreachable'; readonly error: unknown }
  | { readonly state: 'signed-out'; readonly expired: boolean }
  | { readonly state: 'signed-in'; readonly user: User }

type TokenAnswer = z.output<(typeof login.schema.response)[200]>

/** The server is asked to end a session again so long after it could not be. */
const TRY_AGAIN_MS = 15_000

const tabs = openTabChannel('session')
const listeners = new Set<() => void>()

let session: Session = { state: 'unknown' }
let accessToken: string | undefined
let refreshing: Promise<boolean> | undefined
/** Counts log-outs: a refresh that began before one must not bring the session back. */
let logOuts = 0
let nextTry: ReturnType<typeof setTimeout> | undefined

const contract = async () => {
  try {
    return await import('./session-requests')
  } catch (cause) {
    await reloadOnce()
    throw new NetworkError(cause)
  }
}

export const currentSession = (): Session => session
export const currentToken = (): string | undefined => accessToken
export const currentUsername = (): string | undefined =>
  session.state === 'signed-in' ? session.user.username : undefined

export const onSessionChange = (listener: () => void): (() => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

const become = (next: Session, token?: string): void => {
  session = next
  accessToken = token
  if (next.state === 'signed-in') browserStore.set(HINT, '1')
  if (next.state === 'signed-out') browserStore.remove(HINT)
  for (const listener of listeners) listener()
}

const signedIn = (answer: TokenAnswer): void =>
  become({ state: 'signed-in', user: answer.user }, answer.access_token)

/** @throws {ApiProblem} INVALID_CREDENTIALS, TWO_FACTOR_REQUIRED and others @throws {NetworkError} @throws {CookiesBlocked} */
export const logIn = async (credentials: LoginRequest): Promise<void> =>
  await startSession(async () => await request((await contract()).login, { body: credentials }))

/** Opens a private demo account and signs in to it. @throws {ApiProblem} DEMOS_IN_USE and others @throws {NetworkError} @throws {CookiesBlocked} */
export const openDemo = async (): Promise<void> =>
  await startSession(async () => await request((await contract()).startDemo, {}))

const startSession = async (ask: () => Promise<TokenAnswer>): Promise<void> => {
  const { assertCookies } = await contract()
  assertCookies()
  await finishLogOut()
  const answer = await ask()
  // The cookie of this session has taken the place of the one that was to end.
  noteLogOut('over')
  signedIn(answer)
  tabs?.post(currentUsername())
}

/**
 * Signs out here and in every other tab. The session ends on the page even if the server is not reached;
 * there it ends as soon as the server is.
 */
export const logOut = async (): Promise<void> => {
  noteLogOut('begun')
  try {
    await endSession()
    noteLogOut('over')
  } catch {
    askAgainLater()
  }
  logOuts += 1
  become({ state: 'signed-out', expired: false })
  tabs?.post(undefined)
}

const askAgainLater = (): void => {
  noteLogOut('failed')
  clearTimeout(nextTry)
  nextTry = setTimeout(() => void finishLogOut(), TRY_AGAIN_MS)
}

/** Has the server end the session of a log-out it has not heard of; without success again, later. */
export const finishLogOut = async (): Promise<void> => {
  if (!isLogOutOpen()) return
  await oneTabAtATime(async () => {
    // Another tab may have been first.
    if (!isLogOutOpen()) return
    try {
      const { refresh, logout } = await contract()
      const { access_token } = await request(refresh)
      await request(logout, { accessToken: access_token })
      noteLogOut('over')
    } catch (error) {
      if (error instanceof ApiProblem && error.code === 'SESSION_ENDED') noteLogOut('over')
      else askAgainLater()
    }
  })
}

/** A token that has run out does not end a session whose cookie is still good. */
const endSession = async (): Promise<void> => {
  const { logout } = await contract()
  const end = () => request(logout, { accessToken })
  try {
    await end()
  } catch (error) {
    if (!(error instanceof ApiProblem) || error.code !== 'UNAUTHENTICATED') throw error
    if (await refreshSession()) await end()
  }
}

/** At the start of the page: is there a session to go on with? */
export const resumeSession = async (): Promise<void> => {
  if (isLogOutOpen()) {
    become({ state: 'signed-out', expired: false })
    void finishLogOut()
  } else if (browserStore.get(HINT) === null && browserStore.keeps())
    become({ state: 'signed-out', expired: false })
  else await takeUpSession()
}

const takeUpSession = async (): Promise<void> => {
  become({ state: 'unknown' })
  try {
    await refreshSession()
  } catch (error) {
    become({ state: 'unreachable', error })
  }
}

/**
 * Trades the cookie for a new token; whether that worked. A cookie works once, and an old one ends the
 * session, so this happens once at a time in this tab and, by a lock, over all tabs.
 * @throws {ApiProblem} @throws {NetworkError} when it is open whether there is a session
 */
export const refreshSession = (): Promise<boolean> => {
  refreshing ??= oneTabAtATime(tradeCookie).finally(() => {
    refreshing = undefined
  })
  return refreshing
}

const tradeCookie = async (): Promise<boolean> => {
  const before = logOuts
  try {
    const { refresh } = await contract()
    const answer = await request(refresh, { underWay: takeFirstRefresh() })
    if (logOuts !== before) return false
    signedIn(answer)
    return true
  } catch (error) {
    if (!(error instanceof ApiProblem) || error.code !== 'SESSION_ENDED') throw error
    if (logOuts !== before) return false
    // What was on its way as the person logged out is refused as if the session had run out.
    become({ state: 'signed-out', expired: !isLogOutOpen() })
    return false
  }
}

addEventListener('online', () => {
  void finishLogOut()
  if (session.state === 'unreachable') void resumeSession()
})

// Another tab says who is signed in now, which is true of every tab: they share the cookie. The hint it
// has stored may arrive later than its word.
tabs?.listen((username) => {
  if (username === currentUsername()) return
  if (username === undefined) {
    logOuts += 1
    become({ state: 'signed-out', expired: false })
  } else void takeUpSession()
})
