import { AppError } from '@cnop/contracts/errors'
import type { FastifyInstance } from 'fastify'
import secureJson from 'secure-json-parse'

/** A double holds any 15 significant digits, and not every 16. */
const FAITHFUL_DIGITS = 15

/**
 * Takes bodies as JSON and nothing else, and refuses what JavaScript would quietly change: numbers longer
 * than a double can hold (`JSON.parse` rounds them, or makes them infinite or nothing) and `__proto__` keys.
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
  try {
    return secureJson.parse(text, faithfulNumbers)
  } catch (error) {
    if (error instanceof AppError) throw error
    throw new AppError('MALFORMED_JSON', 'The body could not be read as JSON.', { cause: error })
  }
}

const faithfulNumbers = (key: string, value: unknown, context?: { source?: string }): unknown => {
  if (typeof value !== 'number' || context?.source === undefined) return value
  const digits = context.source
    .replace(/e.*$/i, '')
    .replace(/[-.]/g, '')
    .replace(/^0+|0+$/g, '')
  const vanished = value === 0 && digits !== ''
  if (digits.length <= FAITHFUL_DIGITS && Number.isFinite(value) && !vanished) return value
  throw new AppError('VALIDATION_FAILED', 'A number is too long to be read exactly.', {
    fieldErrors: [
      { field: key, message: 'has too many digits for a JSON number: send it as a string' },
    ],
  })
}
