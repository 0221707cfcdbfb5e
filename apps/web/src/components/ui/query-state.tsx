import type { UseQueryResult } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'

import { formatClock } from '../../lib/format'
import { explain } from '../../lib/problem'
import { Button } from './button'
import { Notice } from './notice'
import { Skeleton } from './skeleton'

type QueryStateProps<Data> = {
  readonly query: Pick<
    UseQueryResult<Data>,
    'data' | 'dataUpdatedAt' | 'error' | 'isPending' | 'refetch'
  > & {
    /** Of a list: what failed was to go on, which `LoadMore` says; what is shown is as new as it was. */
    readonly isFetchNextPageError?: boolean
  }
  /** Lines of grey while it loads: about as many as there will be. */
  readonly lines?: number
  readonly children: (data: Data) => ReactNode
}

/**
 * Shows what was loaded; before that that it loads, and when it fails why and a way to try again, also
 * while it is tried again by itself. What could not be brought up to date says how old it is.
 */
export const QueryState = <Data,>({ query, lines = 4, children }: QueryStateProps<Data>) => {
  const [lastError, noteError] = useState(query.error)
  const error = query.data === undefined ? (query.error ?? lastError) : null
  if (error !== lastError) noteError(error)
  if (query.data !== undefined)
    return (
      <>
        {query.error === null || query.isFetchNextPageError === true ? null : (
          <Stale since={query.dataUpdatedAt} />
        )}
        {children(query.data)}
      </>
    )
  if (error === null) return <Skeleton lines={lines} />
  return (
    <div className="grid justify-items-start gap-3 p-4">
      <Notice tone="error">{explain(error)}</Notice>
      <Button look="secondary" busy={query.isPending} onClick={() => void query.refetch()}>
        {query.isPending ? 'Trying …' : 'Try again'}
      </Button>
    </div>
  )
}

const Stale = ({ since }: { readonly since: number }) => (
  <p role="status" className="bg-warn-surface px-4 py-2 text-xs text-warn">
    Could not be brought up to date: as of {formatClock(new Date(since))}.
  </p>
)
