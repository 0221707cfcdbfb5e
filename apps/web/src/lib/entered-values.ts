/**
 * The values of a form as its fields hold them: password managers set some without an event. A field that is not
 * shown keeps the value it had.
 */
export const enteredValues = <Field extends string>(
  form: Pick<FormData, 'get'>,
  known: Readonly<Record<Field, string>>,
): Record<Field, string> => {
  const entered: Record<Field, string> = { ...known }
  for (const name in known) {
    const text = form.get(name)
    if (typeof text === 'string') entered[name] = text
  }
  return entered
}
