import { listSecurityEvents } from '@cnop/contracts/admin'
import { getLedgerAudit, runLedgerAudit } from '@cnop/contracts/ledger-audit'
import type { SecurityEventName } from '@cnop/contracts/security-events'
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'

import { call } from '../lib/api-client'
import { throughEmptyPages } from '../lib/empty-pages'

const PAGE = 15
const ROUND_REFRESH_MS = 3_000

export type EventFilter = {
  readonly username?: string | undefined
  readonly event?: SecurityEventName | undefined
  readonly from?: string | undefined
  readonly to?: string | undefined
}

/** Security events of all accounts, newest first, a page at a time. */
export const useAllSecurityEvents = (filter: EventFilter) =>
  useInfiniteQuery({
    queryKey: ['admin', 'events', filter],
    queryFn: ({ pageParam, signal }) =>
      throughEmptyPages(
        pageParam,
        (cursor) => call(listSecurityEvents, { query: { ...filter, limit: PAGE, cursor }, signal }),
        ({ events }) => events,
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  })

export const useLedgerAudit = () =>
  useQuery({
    queryKey: ['admin', 'ledger'],
    queryFn: async ({ signal }) => (await call(getLedgerAudit, { signal })).data,
    refetchInterval: ROUND_REFRESH_MS,
  })

/** Without a name the answer is only that a round will begin. */
const runForAll = {
  ...runLedgerAudit,
  schema: { ...runLedgerAudit.schema, response: { 200: runLedgerAudit.schema.response[202] } },
} as const

/** Has all accounts audited. */
export const useRunLedgerAudit = () => {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: () => call(runForAll, { body: {} }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['admin', 'ledger'] }),
  })
}
