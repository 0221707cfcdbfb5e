/** How the reader's locale writes numbers, from the browser's language; always in Latin digits. */
export type ReaderNumbers = {
  readonly decimalMark: string
  /** `1234567n` becomes `1,234,567`, `1.234.567` or `12,34,567`. */
  readonly group: (whole: bigint) => string
  /** Puts the dollar sign where it belongs: `$5.00`, `5,00 $`. */
  readonly dollars: (digits: string) => string
  /** The digits from 0 to 9 that a keyboard of this locale may type. */
  readonly ownDigits: readonly string[]
}

let known: { readonly locale: string; readonly numbers: ReaderNumbers } | undefined

/** Made when they are first wanted: the browser takes long over the first formatter. */
export const readerNumbers = (): ReaderNumbers => {
  const locale = navigator.language
  if (known?.locale !== locale) known = { locale, numbers: numbersOf(locale) }
  return known.numbers
}

const numbersOf = (locale: string): ReaderNumbers => {
  const whole = new Intl.NumberFormat(locale, { numberingSystem: 'latn' })
  const parts = new Intl.NumberFormat(locale, {
    numberingSystem: 'latn',
    style: 'currency',
    currency: 'USD',
    currencyDisplay: 'narrowSymbol',
  }).formatToParts(0n)
  const text = parts.map(({ value }) => value).join('')
  const [before = '', after = ''] = text
    .replaceAll(DIRECTION_MARKS, '')
    .split(parts.flatMap(({ type, value }) => (NUMBER.has(type) ? [value] : [])).join(''))
  return {
    decimalMark: parts.find(({ type }) => type === 'decimal')?.value ?? '.',
    group: (amount) => whole.format(amount),
    dollars: (digits) => `${before}${digits}${after}`,
    ownDigits: Array.from(
      new Intl.NumberFormat(locale, { useGrouping: false }).format(9_876_543_210n),
    ).toReversed(),
  }
}

const NUMBER: ReadonlySet<string> = new Set(['integer', 'decimal', 'fraction'])

/** The page is written from left to right, its amounts too. */
const DIRECTION_MARKS = /[\u061C\u200E\u200F]/g
