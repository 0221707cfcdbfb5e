/** `?explain=true`: a number comes with what it is made of, and adding that up gives the number. */
import { z } from 'zod'

import { Amount } from './wire.ts'

export const Explain = z
  .enum(['true', 'false'])
  .transform((text) => text === 'true')
  .optional()
  .meta({ description: 'Whether to add what each number is made of' })

const ExplanationTerm = z.object({
  name: z.string(),
  amount: Amount.meta({ description: 'Signed' }),
  note: z.string().meta({ description: 'Where the amount comes from' }),
  order_id: z.string().nullable(),
  at: z.string().nullable(),
})
export type ExplanationTerm = z.infer<typeof ExplanationTerm>

/** Of one field of an answer. */
export const Explanation = z
  .object({
    of: z.string().meta({ description: 'The field that is explained' }),
    formula: z.string(),
    terms: z.array(ExplanationTerm).meta({ description: 'Add up to the field, exactly' }),
    older: z.string().nullable().meta({
      description: 'Where the opening term comes from: a list to read on in; null: nothing older',
    }),
  })
  .meta({ id: 'Explanation' })
export type Explanation = z.infer<typeof Explanation>

export const explanations = z.array(Explanation).optional().meta({
  description: 'With explain=true',
})
