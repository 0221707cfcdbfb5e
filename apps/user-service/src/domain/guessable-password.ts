import type { ZxcvbnFactory } from '@zxcvbn-ts/core'

/** Guesses that a new password must be expected to withstand. */
const MIN_GUESSES = 1e10

/** Replacements of lookalikes that are tried: each multiplies the work. Common passwords are folded beside it. */
const MAX_SUBSTITUTIONS = 5

/** Longer input is cut; a password has at most 72 bytes, and the work grows faster than the length. */
const MAX_CHARACTERS = 72

/** Shorter words are in many good passwords by chance. */
const MIN_RELATED_CHARACTERS = 3
/** Without the words of its own user, a password must still be this long. */
const MIN_UNRELATED_CHARACTERS = 8

/** Walks and runs that fill half of a password make the other half the password. */
const MAX_PATTERNED_SHARE = 0.5
const WALKS: ReadonlySet<string> = new Set(['spatial', 'sequence', 'repeat'])

let loading: Promise<ZxcvbnFactory> | undefined

/**
 * Returns true for a password that is likely to be found by guessing: dictionary words, names, keyboard walks, dates and
 * their combinations.
 * @param related what belongs to the user, such as the name: nothing that adds to a password.
 */
export const isGuessablePassword = async (
  password: string,
  related: readonly string[],
): Promise<boolean> => {
  loading ??= loadEstimator()
  const estimator = await loading
  const cut = Array.from(password).slice(0, MAX_CHARACTERS).join('')
  const unrelated = withoutWords(cut.toLowerCase(), related)
  if (unrelated.length < Math.min(cut.length, MIN_UNRELATED_CHARACTERS)) return true
  const { guesses, sequence } = estimator.check(cut, [...related])
  if (guesses < MIN_GUESSES) return true
  const walked = sequence.filter(({ pattern }) => WALKS.has(pattern))
  const characters = walked.reduce((sum, { token }) => sum + token.length, 0)
  return characters > cut.length * MAX_PATTERNED_SHARE
}

const withoutWords = (password: string, related: readonly string[]): string =>
  related
    .flatMap((text) => text.toLowerCase().split(/[^\p{L}\p{M}\p{N}]+/u))
    .filter((word) => word.length >= MIN_RELATED_CHARACTERS)
    .toSorted((a, b) => b.length - a.length)
    .reduce((rest, word) => rest.replaceAll(word, ''), password)

/**
 * Loaded with the first password that is chosen, because the dictionaries take a moment and some memory.
 * Merged into three, because each one is searched for every part of a password.
 */
const loadEstimator = async (): Promise<ZxcvbnFactory> => {
  const [core, common, english] = await Promise.all([
    import('@zxcvbn-ts/core'),
    import('@zxcvbn-ts/language-common'),
    import('@zxcvbn-ts/language-en'),
  ])
  const words = english.dictionary
  return new core.ZxcvbnFactory({
    dictionary: {
      passwords: common.dictionary['passwords-common'],
      words: [...words['commonWords-en'], ...words['wikipedia-en']],
      names: [...words['firstnames-en'], ...words['lastnames-en']],
    },
    graphs: common.adjacencyGraphs,
    l33tMaxSubstitutions: MAX_SUBSTITUTIONS,
    maxLength: MAX_CHARACTERS,
  })
}
