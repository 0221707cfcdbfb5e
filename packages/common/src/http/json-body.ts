import { AppError } from '@cnop/contracts/errors'
import type { FastifyInstance } from 'fastify'
import secureJson from 'secure-json-parse'

import { findRepeatedKey } from './repeated-keys.ts'

/** A double holds any 15 significant digits, and not every 16. */
const FAITHFUL_DIGITS = 15

/**
 * Takes bodies as JSON and nothing else, and refuses what JavaScript would quietly change: numbers longer
 * than a double can hold (`JSON.parse` rounds them, or makes them infinite or nothing), keys that appear
 * twice (it takes the last) and `__proto__` keys.
 */
export const acceptJsonBodies = (app: FastifyInstance): void => {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => {
    try {
      done(null, parseJson(body.toString()))
    } catch (error) {
      done(error instanceof Error ? error : new Error('unreadable body'))
    }
  })
}

/** Nothing at all is no body: a client may name a type for what it does not send. */
const parseJson = (text: string): unknown => {
  if (text === '') return undefined
  const value = readJson(text)
  const repeated = findRepeatedKey(text)
  if (repeated === undefined) return value
  throw new AppError('MALFORMED_JSON', 'A field appears more than once in the body.', {
    fieldErrors: [{ field: repeated, message: 'appears more than once' }],
  })
}

const readJson = (text: string): unknown => {
  try {
    return secureJson.parse(text, faithfulNumbers)
  } catch (error) {
    if (error instanceof AppError) throw error
    throw new AppError('MALFORMED_JSON', 'The body could not be read as JSON.', { cause: error })
  }
}

const faithfulNumbers = (key: string, value: unknown, context?: { source?: string }): unknown => {
  if (typeof value !== 'number' || context?.source === undefined) return value
  const digits = countSignificantDigits(context.source)
  const vanished = value === 0 && digits > 0
  if (digits <= FAITHFUL_DIGITS && Number.isFinite(value) && !vanished) return value
  throw new AppError('VALIDATION_FAILED', 'A number is too long to be read exactly.', {
    fieldErrors: [
      { field: key, message: 'has too many digits for a JSON number: send it as a string' },
    ],
  })
}

/** Digits of a JSON number from the first to the last that is not zero; one pass over its text. */
const countSignificantDigits = (literal: string): number => {
  let digits = 0
  let zeros = 0
  for (const char of literal) {
    if (char === 'e' || char === 'E') break
    if (char === '-' || char === '.') continue
    if (char !== '0') {
      digits += zeros + 1
      zeros = 0
    } else if (digits > 0) zeros += 1
  }
  return digits
}
