import { ApiProblem } from '@cnop/client/problem'
import type { ReactNode } from 'react'

import { explain } from '../../lib/problem'
import { Button } from './button'
import { Notice } from './notice'

type UnknownOutcomeProps = {
  /** What the last attempt ended with, if it was for this. */
  readonly why: Error | null
  readonly onAgain: () => void
  readonly onForget: () => void
  /** A link to where it can be seen. */
  readonly look?: ReactNode
  readonly children: ReactNode
}

/** Something was sent and its answer was lost: what is open about it, and the ways on from there. */
export const UnknownOutcome = ({ why, onAgain, onForget, look, children }: UnknownOutcomeProps) => (
  <Notice tone="warning">
    {why === null ? null : <p className="mb-1">{reasonOf(why)}</p>}
    <p>{children}</p>
    <div className="mt-2 flex flex-wrap gap-2">
      <Button look="secondary" onClick={onAgain}>
        Send it again
      </Button>
      {look}
      <Button look="quiet" onClick={onForget}>
        Forget it
      </Button>
    </div>
  </Notice>
)

/** To check the connection and try again is what the buttons are for. */
const reasonOf = (error: Error): string =>
  error instanceof ApiProblem ? explain(error) : 'The platform could not be reached.'
