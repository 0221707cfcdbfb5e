import { useSyncExternalStore } from 'react'

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
  const confirming = useSyncExternalStore(subscribe, () => localStorage.getItem(key) === null)
  return [
    confirming,
    (wanted) => {
      if (wanted) localStorage.removeItem(key)
      else localStorage.setItem(key, '1')
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
