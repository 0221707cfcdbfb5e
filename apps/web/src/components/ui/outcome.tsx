import { explain, refusedFields } from '../../lib/problem'
import { Notice } from './notice'

type OutcomeProps = {
  readonly of: { readonly error: Error | null; readonly isSuccess: boolean }
  /** What to say when it is done. */
  readonly done?: string | undefined
  /** Fields of the form, which say themselves what is wrong with them: it is shown once, and heard at once. */
  readonly fields?: readonly string[]
}

/** Whether something a person did has worked. */
export const Outcome = ({ of, done, fields = NONE }: OutcomeProps) => {
  if (of.error !== null) {
    const refused = [...refusedFields(of.error).keys()]
    const isBeside = refused.length > 0 && refused.every((field) => fields.includes(field))
    if (!isBeside) return <Notice tone="error">{explain(of.error)}</Notice>
    return (
      <p role="alert" className="sr-only">
        {explain(of.error)}
      </p>
    )
  }
  return of.isSuccess && done !== undefined ? <Notice tone="success">{done}</Notice> : null
}

const NONE: readonly string[] = []
