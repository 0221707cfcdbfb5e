/** Names and contact details, as registration and the profile take them. */
import { z } from 'zod'

import { plainSpaces } from './plain-spaces.ts'

const MAX_NAME_CHARACTERS = 50
/** UTF-16 units that are looked at at all, which bounds the work of normalizing. */
const MAX_NAME_UNITS = 200

/** Apostrophes, hyphens and dots inside or at the end of a name, and the space. */
const SIGNS = String.raw` '\u2018\u2019.\u00b7\u2022\u2027\u30fb\uff65\u2010\u2011\u30a0\u05f3\u05f4\u0f0b\-`
/** Change how two letters connect, in Persian and Indic names; invisible anywhere else. */
const JOINERS = String.raw`\u200c\u200d`

/** Linear: no two alternatives begin with the same character. */
const NAME = new RegExp(
  String.raw`^['\u2018\u2019]?\p{L}(?:[${JOINERS}]?[\p{L}\p{M}]|[${SIGNS}])*$`,
  'u',
)

/** A name as it is kept: one spelling of each letter (NFC), ordinary spaces, none around it. */
const normalizeName = (name: string): string => plainSpaces(name).trim().normalize('NFC')

/** Letters and marks of every script. No digits, no control characters, nothing that turns text around. */
export const PersonName = z
  .string()
  .max(MAX_NAME_UNITS, `must be at most ${MAX_NAME_CHARACTERS} characters`)
  .transform(normalizeName)
  .pipe(
    z
      .string()
      .min(1, 'is required')
      .refine((name) => Array.from(name).length <= MAX_NAME_CHARACTERS, {
        error: `must be at most ${MAX_NAME_CHARACTERS} characters`,
        abort: true,
      })
      .refine((name) => NAME.test(name), {
        error: 'may contain letters, spaces, dots, hyphens and apostrophes',
      }),
  )
  .meta({
    description:
      'Letters and marks of every script, with spaces, dots, hyphens and apostrophes; at most 50 characters',
  })

const MAX_EMAIL = 254
const MAX_MAILBOX = 64
const MAX_LABEL = 63

const mailboxOf = (email: string): string => email.slice(0, email.lastIndexOf('@'))
const labelsOf = (email: string): string[] => email.slice(email.lastIndexOf('@') + 1).split('.')

/** Lengths: RFC 5321, 4.5.3.1, and RFC 1035, 2.3.4. */
export const Email = z
  .string()
  .trim()
  .toLowerCase()
  .max(MAX_EMAIL, `must be at most ${MAX_EMAIL} characters`)
  .pipe(
    z
      .email({ error: 'must be an email address', abort: true })
      .refine((email) => mailboxOf(email).length <= MAX_MAILBOX, {
        error: `must have at most ${MAX_MAILBOX} characters before the @`,
      })
      .refine((email) => labelsOf(email).every((label) => label.length <= MAX_LABEL), {
        error: `must have at most ${MAX_LABEL} characters between two dots after the @`,
      }),
  )
  .meta({
    description: 'At most 64 characters before the @, 63 between two dots after it, 254 in all',
    examples: ['satoshi@example.com'],
  })

const MAX_PHONE = 32
const MIN_DIGITS = 7
/** E.164. */
const MAX_DIGITS = 15

const digitsIn = (phone: string): number => phone.replace(/\D/g, '').length

export const Phone = z
  .string()
  .trim()
  .max(MAX_PHONE, `must be at most ${MAX_PHONE} characters`)
  .regex(/^\+?[0-9(][0-9 ().-]*$/, 'must be a phone number such as +1 555 010 9999')
  .refine((phone) => digitsIn(phone) >= MIN_DIGITS && digitsIn(phone) <= MAX_DIGITS, {
    error: `must have ${MIN_DIGITS} to ${MAX_DIGITS} digits`,
  })
  .meta({ description: '7 to 15 digits; spaces, dots, hyphens and parentheses do not matter' })
