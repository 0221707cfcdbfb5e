import { useState, type FormEvent } from 'react'
import { flushSync } from 'react-dom'
import type { z } from 'zod'

import { enteredValues } from './entered-values'
import { refusedFields } from './problem'

/**
 * The fields of a form as texts, checked by the contract that the API checks them with. What the API
 * refused still counts until the field is changed.
 */
export const useForm = <Field extends string>(
  schema: z.ZodType,
  initial: Readonly<Record<Field, string>>,
  refusal: unknown,
) => {
  const [values, setValues] = useState(initial)
  const [touched, setTouched] = useState<ReadonlySet<Field>>(new Set())
  const [submitted, setSubmitted] = useState(false)
  const [sent, setSent] = useState(initial)
  const result = schema.safeParse(values)
  const problems = result.success ? [] : result.error.issues
  const refused = refusedFields(refusal)

  const errorOf = (name: Field): string | undefined => {
    const problem = problems.find((issue) => issue.path[0] === name)
    if (problem !== undefined) return submitted || touched.has(name) ? problem.message : undefined
    return values[name] === sent[name] ? refused.get(name) : undefined
  }

  /** For another step of the same form: what was typed stays, and nothing of the step was tried yet. */
  const untried = (): void => {
    setTouched(new Set())
    setSubmitted(false)
  }
  return {
    values,
    /** Sends the values if they are valid; else every field shows what is wrong with it. */
    submit: (
      event: FormEvent<HTMLFormElement>,
      send: (entered: Readonly<Record<Field, string>>) => void,
    ): void => {
      event.preventDefault()
      const entered = enteredValues(new FormData(event.currentTarget), values)
      // Drawn at once, so that the focus is where it stays before the next key is pressed.
      flushSync(() => {
        setValues(entered)
        setSubmitted(true)
        setSent(entered)
      })
      if (schema.safeParse(entered).success) send(entered)
      else event.currentTarget.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
    },
    /** As it was at first: what was sent has happened. */
    clear: (): void => {
      setValues(initial)
      untried()
    },
    untried,
    /** What a text field needs. Errors show once the person has been in the field. */
    field: (name: Field) => ({
      name,
      value: values[name],
      onValue: (value: string) => setValues((before) => ({ ...before, [name]: value })),
      onBlur: () => {
        if (values[name] !== '') setTouched((before) => new Set(before).add(name))
      },
      error: errorOf(name),
    }),
  }
}
