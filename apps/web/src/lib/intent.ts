import { newIntentKey } from '@cnop/client/intent-key'
import { isTurnedAway, isUndecided } from '@cnop/client/problem'
import { useCallback, useState } from 'react'

import { keyOf, openIntentsIn, type OpenIntents, withIntent, withoutIntent } from './open-intents'
import { tabStore } from './storage'
import { useSession } from './use-session'

/**
 * The idempotency key of something a person means to do once. It is kept, over reloads, until the
 * outcome is known: an answer that was lost is asked for again with the same key and can have no second
 * effect. `what` names the intent and its details: another amount is another intent.
 */
export const useIntent = (
  scope: string,
): {
  readonly run: <Result>(what: string, act: (key: string) => Promise<Result>) => Promise<Result>
  /** Earlier intents whose outcome is still unknown, oldest first. */
  readonly openIntents: readonly string[]
  /** Drops one of them: meant again it is a new intent, whatever became of the first. */
  readonly forget: (what: string) => void
} => {
  const session = useSession()
  const owner = session.state === 'signed-in' ? session.user.username : ''
  const storageKey = `intent:${owner}:${scope}`
  const [open, setOpen] = useState(() => read(storageKey))

  const run = useCallback(
    async <Result>(what: string, act: (key: string) => Promise<Result>): Promise<Result> => {
      const earlier = keyOf(read(storageKey), what)
      const key = earlier ?? newIntentKey()
      write(storageKey, withIntent(read(storageKey), what, key))
      const settle = (stillOpen: boolean): void => {
        if (!stillOpen) write(storageKey, withoutIntent(read(storageKey), what))
        setOpen(read(storageKey))
      }
      try {
        const result = await act(key)
        settle(false)
        return result
      } catch (error) {
        settle(isUndecided(error) || (earlier !== undefined && isTurnedAway(error)))
        throw error
      }
    },
    [storageKey],
  )
  const forget = useCallback(
    (what: string): void => {
      write(storageKey, withoutIntent(read(storageKey), what))
      setOpen(read(storageKey))
    },
    [storageKey],
  )
  return { run, openIntents: open.map(({ what }) => what), forget }
}

const read = (storageKey: string): OpenIntents => openIntentsIn(tabStore.get(storageKey) ?? '[]')

const write = (storageKey: string, open: OpenIntents): void => {
  if (open.length === 0) tabStore.remove(storageKey)
  else tabStore.set(storageKey, JSON.stringify(open))
}
