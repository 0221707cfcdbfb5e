import { grouped } from './format'

/**
 * The numbers in a sentence of the API as the reader writes them: `Bought 27898547.49 PEPE` is hard to read,
 * and `0.015` is another number where the decimal mark is a comma.
 */
export const groupNumbers = (sentence: string): string =>
  sentence.replace(/(?<![\w.])(?:\d{4,}(?:\.\d+)?|\d+\.\d+)\b/g, (digits) => grouped(digits))
