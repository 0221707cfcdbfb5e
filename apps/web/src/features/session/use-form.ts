import { useState } from 'react'
import type { z } from 'zod'

/** The fields of a form as texts, checked by the contract that the API checks them with. */
export const useForm = <Field extends string>(
  schema: z.ZodType,
  initial: Readonly<Record<Field, string>>,
) => {
  const [values, setValues] = useState(initial)
  const [touched, setTouched] = useState<ReadonlySet<Field>>(new Set())
  const [submitted, setSubmitted] = useState(false)
  const result = schema.safeParse(values)
  const problems = result.success ? [] : result.error.issues

  return {
    values,
    valid: result.success,
    /** From now on every field shows what is wrong with it. */
    showAll: () => setSubmitted(true),
    /** What a text field needs. Errors show once the person has been in the field. */
    field: (name: Field) => {
      const problem = problems.find((issue) => issue.path[0] === name)
      const show = submitted || touched.has(name)
      return {
        name,
        value: values[name],
        onValue: (value: string) => setValues((before) => ({ ...before, [name]: value })),
        onBlur: () => setTouched((before) => new Set(before).add(name)),
        error: show ? problem?.message : undefined,
      }
    },
  }
}
