import { useSyncExternalStore } from 'react'

import { browserStore } from './storage'
import { useSession } from './use-session'

const storageKey = (username: string): string => `tour:${username}`

/** For an account that was just opened. */
export const startTour = (username: string): void => browserStore.set(storageKey(username), '1')

/**
 * How far a new user is in the tour: the step to show, from 1; no step: no tour. Kept in this browser under
 * the key until the tour ends.
 */
export const useTour = (): { readonly key: string; readonly step: number | undefined } => {
  const session = useSession()
  const key = storageKey(session.state === 'signed-in' ? session.user.username : '')
  const text = useSyncExternalStore(subscribe, () => browserStore.get(key))
  return { key, step: Number(text) || undefined }
}

const subscribe = (listener: () => void): (() => void) => {
  addEventListener('storage', listener)
  return () => removeEventListener('storage', listener)
}
