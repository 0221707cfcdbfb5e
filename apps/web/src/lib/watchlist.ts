import { useMemo, useSyncExternalStore } from 'react'
import { z } from 'zod'

import { jsonIn } from './json-in'
import { browserStore } from './storage'
import { useSession } from './use-session'

const Watched = z.array(z.string())

const listeners = new Set<() => void>()

/** The assets a person keeps an eye on, in this browser; of someone not signed in, none. */
export const useWatchlist = (): {
  readonly watched: ReadonlySet<string>
  readonly toggle: (assetId: string) => void
} => {
  const session = useSession()
  const key = `watchlist:${session.state === 'signed-in' ? session.user.username : ''}`
  const text = useSyncExternalStore(subscribe, () => browserStore.get(key) ?? '[]')
  return useMemo(() => {
    const watched = new Set(watchedIn(text))
    return {
      watched,
      toggle: (assetId) => {
        const after = watched.has(assetId)
          ? [...watched].filter((id) => id !== assetId)
          : [...watched, assetId]
        browserStore.set(key, JSON.stringify(after))
        for (const listener of listeners) listener()
      },
    }
  }, [key, text])
}

const watchedIn = (text: string): readonly string[] => Watched.safeParse(jsonIn(text)).data ?? []

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener)
  addEventListener('storage', listener)
  return () => {
    listeners.delete(listener)
    removeEventListener('storage', listener)
  }
}
