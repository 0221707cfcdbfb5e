import { grouped } from './format'

/** The long numbers in a sentence of the API, in groups: `Bought 27898547.49 PEPE` is hard to read. */
export const groupNumbers = (sentence: string): string =>
  sentence.replace(/(?<![\w.])\d{4,}(\.\d+)?\b/g, (digits) => grouped(digits))
