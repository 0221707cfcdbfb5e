import { readerNumbers } from './reader-numbers'

export type TypedNumber =
  | {
      readonly decimal: string
      /** The text is no plain number of the reader's locale, so the page repeats how it was read. */
      readonly repeat: boolean
      /** The mark that could be read either way, and how it was read. */
      readonly choice: { readonly mark: Mark; readonly as: 'decimal' | 'group' } | undefined
    }
  | { readonly problem: 'empty' | 'no-number' | 'marks' }

type Mark = '.' | ','

/**
 * Reads a number without a sign as people write it in any locale. Spaces, apostrophes and one of `units`
 * before or after it do not count. The last of two different marks is the decimal one; a lone mark that could
 * also stand between thousands follows the reader's locale.
 */
export const parseTyped = (typed: string, units: readonly string[]): TypedNumber => {
  const { decimalMark, ownDigits } = readerNumbers()
  const trimmed = typed.trim()
  const latin = inLatinDigits(trimmed, ownDigits)
  const text = withoutUnits(latin, units).replaceAll(IGNORED, '')
  if (text === '') return { problem: 'empty' }
  if (!/^[\d.,٫]*$/.test(text) || !/\d/.test(text)) return { problem: 'no-number' }
  const read = readMarks(text.replaceAll('٫', '.'), text.includes('٫') ? '.' : decimalMark)
  if (read === undefined) return { problem: 'marks' }
  const isPlain =
    /^[\d.,]*$/.test(trimmed) && (read.mark === undefined || read.mark === decimalMark)
  const isChoice = read.isChoice && !text.includes('٫')
  return {
    decimal: plainDecimal(read.whole, read.fraction),
    repeat: !isPlain || isChoice || /[.,].*[.,]/.test(text),
    choice: isChoice && read.mark !== undefined ? { mark: read.mark, as: read.markIs } : undefined,
  }
}

/** Spaces of every kind, marks of direction, and apostrophes and the Arabic mark between thousands. */
const IGNORED = /[\s\u061C\u200E\u200F'’ʼ٬]/g

const inLatinDigits = (text: string, ownDigits: readonly string[]): string =>
  Array.from(text, (character) => {
    const value = ownDigits.indexOf(character)
    return value < 0 ? character : String(value)
  }).join('')

/** Takes away one unit at each end, in whichever letters. */
const withoutUnits = (text: string, units: readonly string[]): string => {
  const withoutFirst = (from: string): string => {
    const found = units.find((unit) => from.toLowerCase().startsWith(unit.toLowerCase()))
    return found === undefined ? from : from.slice(found.length).trim()
  }
  const withoutLast = (from: string): string => {
    const found = units.find((unit) => from.toLowerCase().endsWith(unit.toLowerCase()))
    return found === undefined ? from : from.slice(0, -found.length).trim()
  }
  return withoutFirst(withoutLast(text))
}

type MarksRead = {
  readonly whole: string
  readonly fraction: string
  /** The only mark there is. */
  readonly mark?: Mark
  readonly markIs: 'decimal' | 'group'
  /** A lone mark that reads well either way. */
  readonly isChoice: boolean
}

const readMarks = (text: string, decimalMark: string): MarksRead | undefined => {
  const last = text.lastIndexOf('.') > text.lastIndexOf(',') ? '.' : ','
  const other = last === '.' ? ',' : '.'
  const [whole = '', fraction = '', ...more] = text.split(last)
  const decimal = { whole, fraction, markIs: 'decimal', isChoice: false } as const
  if (text.includes(other)) {
    const groups = digitsOfGroups(whole, other)
    return more.length > 0 || groups === undefined ? undefined : { ...decimal, whole: groups }
  }
  if (!text.includes(last)) return decimal
  const groups = digitsOfGroups(text, last)
  if (more.length > 0)
    return groups === undefined
      ? undefined
      : { whole: groups, fraction: '', mark: last, markIs: 'group', isChoice: false }
  if (groups === undefined || last === decimalMark)
    return { ...decimal, mark: last, isChoice: groups !== undefined }
  return { whole: groups, fraction: '', mark: last, markIs: 'group', isChoice: true }
}

/** Groups of three digits, or as in India of two and at the end three; the first never begins with 0. */
const GROUPS = /^[1-9]\d{0,2}(,\d{3})+$|^[1-9]\d?(,\d\d)*,\d{3}$/

const digitsOfGroups = (text: string, mark: Mark): string | undefined =>
  GROUPS.test(text.replaceAll(mark, ',')) ? text.replaceAll(mark, '') : undefined

const plainDecimal = (whole: string, fraction: string): string => {
  const digits = whole.replace(/^0+(?=\d)/, '') || '0'
  return fraction === '' ? digits : `${digits}.${fraction}`
}
