import { useCallback, useState } from 'react'
import { z } from 'zod'

import { isTurnedAway, isUndecided } from './problem'
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
  /** An earlier intent whose outcome is still unknown. */
  readonly openIntent: string | undefined
} => {
  const session = useSession()
  const owner = session.state === 'signed-in' ? session.user.username : ''
  const storageKey = `intent:${owner}:${scope}`
  const [open, setOpen] = useState(() => read(storageKey)?.what)

  const run = useCallback(
    async <Result>(what: string, act: (key: string) => Promise<Result>): Promise<Result> => {
      const stored = read(storageKey)
      const earlier = stored?.what === what ? stored : undefined
      const { key } = earlier ?? { key: newKey() }
      sessionStorage.setItem(storageKey, JSON.stringify({ what, key }))
      const settle = (stillOpen: boolean): void => {
        if (!stillOpen) sessionStorage.removeItem(storageKey)
        setOpen(stillOpen ? what : undefined)
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
  return { run, openIntent: open }
}

const KEY_BYTES = 16

/** As random as a UUID; unlike `crypto.randomUUID` also there on a page served over plain HTTP. */
const newKey = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(KEY_BYTES)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('')

const Intent = z.object({ what: z.string(), key: z.string() })

const read = (storageKey: string): z.infer<typeof Intent> | undefined => {
  const stored = sessionStorage.getItem(storageKey)
  return stored === null ? undefined : Intent.safeParse(JSON.parse(stored)).data
}
