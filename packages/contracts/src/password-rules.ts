import { z } from 'zod'

/** bcrypt reads 72 bytes and silently ignores the rest, so a longer password is refused, not cut. */
const MAX_BYTES = 72
const MIN_BYTES = 12

const byteLength = (text: string): number => new TextEncoder().encode(text).length

/**
 * What a password must have, in the order a form lists it. Whether it is one that everybody guesses is for
 * user-service to say: the list is too long for a page.
 */
export const passwordRules: readonly { message: string; holds: (password: string) => boolean }[] = [
  { message: `at least ${MIN_BYTES} characters`, holds: (p) => byteLength(p) >= MIN_BYTES },
  { message: `at most ${MAX_BYTES} bytes`, holds: (p) => byteLength(p) <= MAX_BYTES },
  { message: 'an upper-case letter', holds: (p) => /\p{Lu}/u.test(p) },
  { message: 'a lower-case letter', holds: (p) => /\p{Ll}/u.test(p) },
  { message: 'a digit', holds: (p) => /\p{Nd}/u.test(p) },
  { message: 'a special character', holds: (p) => /[^\p{L}\p{Nd}\s]/u.test(p) },
]

/** A new password, taken exactly as sent: never trimmed, never folded. */
export const PasswordRules = z
  .string()
  .superRefine((password, context) => {
    for (const rule of passwordRules)
      if (!rule.holds(password)) context.addIssue(`needs ${rule.message}`)
  })
  .meta({
    description:
      '12 to 72 bytes with upper and lower case, a digit and a special character; not a common one, not the username or the email address',
    examples: ['Correct-Horse-7'],
  })

/** A password someone says is theirs, whatever it looks like. */
export const PresentedPassword = z.string().min(1, 'is required').max(1024)
