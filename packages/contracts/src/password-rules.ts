import { z } from 'zod'

/** bcrypt reads 72 bytes and silently ignores the rest, so a longer password is refused, not cut. */
export const MAX_PASSWORD_BYTES = 72
const MIN_CHARACTERS = 12

/** UTF-16 units that are looked at at all, which bounds the work of normalizing. */
const MAX_UNITS = 1024

/** Two spellings of one text, such as a composed and a decomposed `é`, are one password. */
export const normalizePassword = (password: string): string => password.normalize('NFKC')

/** Code points: an emoji is one, however many UTF-16 units it takes. */
const characterCount = (text: string): number => Array.from(text).length

const byteLength = (text: string): number => new TextEncoder().encode(text).length

const rules: readonly { message: string; holds: (normalized: string) => boolean }[] = [
  {
    message: `at least ${MIN_CHARACTERS} characters`,
    holds: (p) => characterCount(p) >= MIN_CHARACTERS,
  },
  {
    message: `at most ${MAX_PASSWORD_BYTES} bytes`,
    holds: (p) => byteLength(p) <= MAX_PASSWORD_BYTES,
  },
  { message: 'an upper-case letter', holds: (p) => /\p{Lu}/u.test(p) },
  { message: 'a lower-case letter', holds: (p) => /\p{Ll}/u.test(p) },
  { message: 'a digit', holds: (p) => /\p{Nd}/u.test(p) },
  { message: 'a special character', holds: (p) => /[^\p{L}\p{Nd}\s]/u.test(p) },
]

/**
 * The rules of a password, in the order a form lists it; decided after normalization. user-service also
 * refuses those that are easy to guess: its lists are too long for a page.
 */
export const passwordRules = rules.map(({ message, holds }) => ({
  message,
  holds: (password: string): boolean =>
    password.length <= MAX_UNITS && holds(normalizePassword(password)),
}))

/** A new password: never trimmed, never folded. */
export const PasswordRules = z
  .string()
  .superRefine((password, context) => {
    if (!password.isWellFormed()) context.addIssue('must be valid Unicode text')
    for (const rule of passwordRules)
      if (!rule.holds(password)) context.addIssue(`needs ${rule.message}`)
  })
  .meta({
    description:
      'At least 12 characters and at most 72 bytes of UTF-8, both after Unicode NFKC, with upper and lower case, a digit and a special character; not easy to guess, and without the username or the email address',
    examples: ['Correct-Horse-7'],
  })

/** A password someone says is theirs, whatever it looks like. */
export const PresentedPassword = z.string().min(1, 'is required').max(MAX_UNITS)
