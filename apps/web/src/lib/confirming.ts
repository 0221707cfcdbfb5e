import { useSyncExternalStore } from 'react'

import { browserStore } from './storage'
import { useSession } from './use-session'

const listeners = new Set<() => void>()

const keyOf = (username: string): string => `orders-unconfirmed:${username}`

/** Whether someone wants to look at each order once more before it is placed. They do unless they said no. */
export const useConfirming = (): readonly [
  confirming: boolean,
  setConfirming: (confirming: boolean) => void,
] => {
  const session = useSession()
  const key = keyOf(session.state === 'signed-in' ? session.user.username : '')
  const confirming = useSyncExternalStore(subscribe, () => browserStore.get(key) === null)
  return [
    confirming,
    (wanted) => {
      if (wanted) browserStore.remove(key)
      else browserStore.set(key, '1')
      for (const listener of listeners) listener()
    },
  ]
}

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener)
  addEventListener('storage', listener)
  return () => {
    listeners.delete(listener)
    removeEventListener('storage', listener)
  }
}
