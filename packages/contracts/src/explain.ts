/** `?explain=true`: a number comes with what it is made of, and adding that up gives the number. */
import { z } from 'zod'

export const Explain = z
  .enum(['true', 'false'])
  .transform((text) => text === 'true')
  .optional()
  .meta({ description: 'Whether to add what each number is made of' })
