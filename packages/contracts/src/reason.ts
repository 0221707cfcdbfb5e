import { z } from 'zod'

import { plainSpaces } from './plain-spaces.ts'

/** Why an administrator does something. Shown to whom it is about and kept for good: one line that says something. */
export const Reason = z
  .string()
  .overwrite(plainSpaces)
  .trim()
  .min(3, 'must be at least 3 characters')
  .max(200, 'must be at most 200 characters')
  .regex(/^[^\p{C}]*$/u, 'must be one line of text')
  .meta({ examples: ['Compensation for the outage of 31 January'] })
