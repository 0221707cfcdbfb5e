import { z } from 'zod'

import { jsonIn } from './json-in'

/**
 * What a person has set off and does not know the outcome of, oldest first, each with its idempotency
 * key. There may be several: another deposit must not make the page forget the one before it, or sending
 * that again would pay in twice.
 */
const OpenIntents = z.array(z.object({ what: z.string(), key: z.string() }))
export type OpenIntents = Readonly<z.infer<typeof OpenIntents>>

/** The intents of a stored text; none if it cannot be read. */
export const openIntentsIn = (text: string): OpenIntents =>
  OpenIntents.safeParse(jsonIn(text)).data ?? []

export const keyOf = (open: OpenIntents, what: string): string | undefined =>
  open.find((intent) => intent.what === what)?.key

/** One that is open already keeps the key it was first sent with. */
export const withIntent = (open: OpenIntents, what: string, key: string): OpenIntents =>
  keyOf(open, what) === undefined ? [...open, { what, key }] : open

export const withoutIntent = (open: OpenIntents, what: string): OpenIntents =>
  open.filter((intent) => intent.what !== what)
