import { explain } from '../../lib/problem'
import { Notice } from './notice'

type OutcomeProps = {
  readonly of: { readonly error: Error | null; readonly isSuccess: boolean }
  /** What to say when it is done. */
  readonly done?: string | undefined
}

/** Whether something a person did has worked. */
export const Outcome = ({ of, done }: OutcomeProps) => {
  if (of.error !== null) return <Notice tone="error">{explain(of.error)}</Notice>
  return of.isSuccess && done !== undefined ? <Notice tone="success">{done}</Notice> : null
}
