import { useSyncExternalStore } from 'react'
import { z } from 'zod'

import { useSession } from './use-session'

/** How far a new user is in the tour. Kept in this browser, until the tour ends. */
const Step = z.coerce.number().int().min(1)

const listeners = new Set<() => void>()

const storageKey = (username: string): string => `tour:${username}`

/** For an account that was just opened. */
export const startTour = (username: string): void => localStorage.setItem(storageKey(username), '1')

/** The step to show, from 1, and the ways on from it; no step: no tour. */
export const useTour = (): {
  readonly step: number | undefined
  readonly goTo: (step: number) => void
  readonly end: () => void
} => {
  const session = useSession()
  const key = storageKey(session.state === 'signed-in' ? session.user.username : '')
  const text = useSyncExternalStore(subscribe, () => localStorage.getItem(key))
  return {
    step: text === null ? undefined : Step.safeParse(text).data,
    goTo: (step) => {
      localStorage.setItem(key, String(step))
      tellAll()
    },
    end: () => {
      localStorage.removeItem(key)
      tellAll()
    },
  }
}

const tellAll = (): void => {
  for (const listener of listeners) listener()
}

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener)
  addEventListener('storage', listener)
  return () => {
    listeners.delete(listener)
    removeEventListener('storage', listener)
  }
}
