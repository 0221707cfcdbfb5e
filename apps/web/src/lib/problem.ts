import { ApiProblem, NetworkError } from '@cnop/client/problem'
import type { ErrorCode } from '@cnop/contracts/errors'

import { groupNumbers } from './group-numbers'

/** Its message is for the reader of the page. */
export class PlainError extends Error {}

const FIELD_OF: Partial<Record<ErrorCode, string>> = {
  USERNAME_TAKEN: 'username',
  EMAIL_TAKEN: 'email',
  WRONG_PASSWORD: 'current_password',
  TWO_FACTOR_INVALID: 'code',
}

/** What the API says of single fields, for a form to show beside them. */
export const refusedFields = (error: unknown): ReadonlyMap<string, string> => {
  if (!(error instanceof ApiProblem)) return new Map()
  const field = FIELD_OF[error.code]
  return field === undefined ? error.fields : new Map([[field, error.message]])
}

/** What happened and what to do, for a person. */
export const explain = (error: unknown): string => {
  if (error instanceof ApiProblem) {
    const fields = [...error.fields].map(([field, message]) => `${field} ${message}`)
    return groupNumbers(
      fields.length === 0 ? error.message : `${error.message} ${fields.join('; ')}.`,
    )
  }
  if (error instanceof NetworkError || error instanceof PlainError) return error.message
  return 'Something went wrong on this page. Reload it and try again.'
}
