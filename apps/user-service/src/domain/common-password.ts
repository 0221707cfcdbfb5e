import { dictionary } from '@zxcvbn-ts/language-common'

/** The passwords seen most often in breaches, and words that head the guesses at a place like this one. */
const COMMON: ReadonlySet<string> = new Set([
  ...dictionary['passwords-common'],
  'bitcoin',
  'ethereum',
  'dogecoin',
  'satoshi',
  'trader',
  'trading',
])

const LOOKALIKES: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
  '!': 'i',
}

/** Above the digits on most keyboards: `1qaz@WSX` is `1qaz2wsx` typed with a held shift key. */
const ABOVE_DIGITS = ')!@#$%^&*('

/** A handful of characters over and over is a short password, however long. */
const FEWEST_CHARACTERS = 6
const SHORTEST_RUN = 6

/**
 * Whether this is a password that guessing begins with: a common one, also in another case, with letters
 * replaced by lookalikes, said twice, or with digits and signs around it (`P@ssw0rd2026!`). Two words are
 * no common one.
 */
export const isCommonPassword = (password: string): boolean => {
  const folded = password.toLowerCase()
  if (new Set(folded).size < FEWEST_CHARACTERS) return true
  return formsOf(folded).some((form) => COMMON.has(form) || isRun(form))
}

const formsOf = (password: string): string[] => {
  const trimmed = [
    password,
    password.replace(/[^a-z0-9]+$/, ''),
    password.replace(/[^a-z]+$/, ''),
    password.replace(/^[^a-z]+|[^a-z]+$/g, ''),
  ]
  const plain = trimmed.flatMap((form) => [form, form.replace(/[^a-z0-9]/g, '')])
  const forms = plain.flatMap((form) => [form, withoutLookalikes(form)])
  const unshifted = trimmed.map(withoutShift)
  return [
    ...new Set([...forms, ...trimmed.map(withoutLookalikes), ...unshifted, ...forms.map(saidOnce)]),
  ]
}

const withoutLookalikes = (text: string): string =>
  text.replace(/[013457@$!]/g, (sign) => LOOKALIKES[sign] ?? sign)

const withoutShift = (text: string): string =>
  text.replace(/[)!@#$%^&*(]/g, (sign) => String(ABOVE_DIGITS.indexOf(sign)))

/** `passwordpassword` is `password`. */
const saidOnce = (text: string): string => text.replace(/^(.{3,}?)\1+$/, '$1')

/** `abcdefgh`, `87654321`: each character the next of the one before, or the one before it. */
const isRun = (text: string): boolean => {
  const steps = Array.from(text.slice(1), (sign, i) => sign.charCodeAt(0) - text.charCodeAt(i))
  return text.length >= SHORTEST_RUN && [1, -1].some((step) => steps.every((each) => each === step))
}
