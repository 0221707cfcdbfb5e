import { useSyncExternalStore } from 'react'

import { LOG_OUT } from './early'
import { browserStore } from './storage'

/**
 * A log-out that the server may not have heard of. Nothing on this page can take the cookie away, so it is
 * remembered in the browser, over reloads and for all tabs, until the server has ended the session.
 */
const listeners = new Set<() => void>()

/** Whether the last try of this page failed: a log-out that is still under way needs no notice. */
let failed = false

export const isLogOutOpen = (): boolean => browserStore.get(LOG_OUT) !== null

export const noteLogOut = (state: 'begun' | 'failed' | 'over'): void => {
  if (state === 'over') browserStore.remove(LOG_OUT)
  else browserStore.set(LOG_OUT, '1')
  failed = state === 'failed'
  for (const listener of listeners) listener()
}

/** Whether a person has to know that the session goes on at the server. */
export const useUnheardLogOut = (): boolean =>
  useSyncExternalStore(subscribe, () => failed && isLogOutOpen())

/** Another tab may have been heard. */
const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener)
  addEventListener('storage', listener)
  return () => {
    listeners.delete(listener)
    removeEventListener('storage', listener)
  }
}
