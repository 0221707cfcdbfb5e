import { useSearchParams } from 'react-router-dom'

/**
 * Choices that stand in the address, so that a reload and a link keep them. Empty texts are no choice.
 * Changing one takes no step in the history.
 */
export const useSearch = <Field extends string>(fields: readonly Field[]) => {
  const [params, setParams] = useSearchParams()
  const values = (name: Field): string => params.get(name) ?? ''
  return {
    valueOf: values,
    any: fields.some((name) => values(name) !== ''),
    change: (name: Field, value: string): void =>
      setParams(
        (before) => {
          const after = new URLSearchParams(before)
          if (value === '') after.delete(name)
          else after.set(name, value)
          return after
        },
        { replace: true },
      ),
    clear: (): void => setParams({}, { replace: true }),
  }
}
