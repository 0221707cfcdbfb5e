import { browserStore } from './storage'

/**
 * The first of the page's code to run: a hundredth of all the rest, which is still on its way then. What
 * someone with a session is going to need is sent for here, so that it waits for nothing.
 */

/** In the browser's storage: it is worth asking for a session. A first visit does not ask in vain. */
export const HINT = 'signed_in'
/** In the browser's storage: a session is to end, and must not be gone on with, whatever else is stored. */
export const LOG_OUT = 'log_out'
/** The contract, which is part of the rest, has the same. */
export const REFRESH_URL = '/api/v1/auth/refresh'

/** How long the answer may take, in ms, as for any request; without an end the lock below would have none. */
const REFRESH_MS = 10_000

const LOCK = 'refresh-session'

/**
 * Browsers have no locks on a page served over plain HTTP from another machine, and refuse them with storage
 * blocked; there, tabs take the risk.
 */
export const oneTabAtATime = async <Result>(act: () => Promise<Result>): Promise<Result> => {
  let acting: Promise<Result> | undefined
  const begin = (): Promise<Result> => (acting ??= act())
  try {
    return await navigator.locks.request(LOCK, begin)
  } catch {
    return await begin()
  }
}

/** What the build notes in the page: where the code is that comes after a log-in. */
const signedInCode = (): readonly string[] =>
  document.querySelector<HTMLMetaElement>('meta[name="signed-in-code"]')?.content.split(' ') ?? []

const preload = (href: string): void => {
  const link = document.createElement('link')
  link.rel = 'modulepreload'
  link.href = href
  // Not before the styles, with which the page is first painted.
  link.fetchPriority = 'low'
  document.head.append(link)
}

const signalAfter = (ms: number): AbortSignal => {
  const controller = new AbortController()
  setTimeout(() => controller.abort(), ms)
  return controller.signal
}

let firstRefresh: Promise<Response> | undefined

/** The answer to the question for a session that is on its way already, for whoever asks first. */
export const takeFirstRefresh = (): Promise<Response> | undefined => {
  const taken = firstRefresh
  firstRefresh = undefined
  return taken
}

if (browserStore.get(HINT) !== null && browserStore.get(LOG_OUT) === null) {
  firstRefresh = oneTabAtATime(() =>
    fetch(REFRESH_URL, { method: 'POST', keepalive: true, signal: signalAfter(REFRESH_MS) }),
  )
  // Whoever takes it is told.
  firstRefresh.catch(() => {})
  for (const href of signedInCode()) preload(href)
}

/** Without the rest of the code the page would be grey for ever. */
addEventListener(
  'error',
  ({ target }) => {
    const notice = document.querySelector<HTMLElement>('#not-started')
    if (target instanceof HTMLScriptElement && notice !== null) notice.hidden = false
  },
  { capture: true },
)
