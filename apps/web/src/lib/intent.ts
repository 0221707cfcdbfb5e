import { useCallback, useState } from 'react'

import { isTurnedAway, isUndecided } from './problem'

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
  const storageKey = `intent:${scope}`
  const [open, setOpen] = useState(() => read(storageKey)?.what)

  const run = useCallback(
    async <Result>(what: string, act: (key: string) => Promise<Result>): Promise<Result> => {
      const earlier = read(storageKey)
      const intent = earlier?.what === what ? earlier : { what, key: crypto.randomUUID() }
      sessionStorage.setItem(storageKey, JSON.stringify(intent))
      try {
        const result = await act(intent.key)
        sessionStorage.removeItem(storageKey)
        setOpen(undefined)
        return result
      } catch (error) {
        if (isUndecided(error)) setOpen(what)
        else if (!isTurnedAway(error)) {
          sessionStorage.removeItem(storageKey)
          setOpen(undefined)
        }
        throw error
      }
    },
    [storageKey],
  )
  return { run, openIntent: open }
}

type Intent = { readonly what: string; readonly key: string }

const read = (storageKey: string): Intent | undefined => {
  const stored = sessionStorage.getItem(storageKey)
  if (stored === null) return undefined
  const value: unknown = JSON.parse(stored)
  return isIntent(value) ? value : undefined
}

const isIntent = (value: unknown): value is Intent =>
  typeof value === 'object' &&
  value !== null &&
  'what' in value &&
  typeof value.what === 'string' &&
  'key' in value &&
  typeof value.key === 'string'
