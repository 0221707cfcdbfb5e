import {
  adjustBalance,
  changeUserStatus,
  getUser,
  listUsers,
  resetTwoFactor,
} from '@cnop/contracts/admin'
import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import type { z } from 'zod'

import { call } from '../lib/api-client'
import { useIntent } from '../lib/intent'
import { jsonIn } from '../lib/json-in'

const PAGE = 10

/** Users by name, a page at a time. */
export const useUsers = (search: string) =>
  useInfiniteQuery({
    queryKey: ['admin', 'users', search],
    queryFn: ({ pageParam, signal }) =>
      call(listUsers, {
        query: { ...(search === '' ? {} : { search }), limit: PAGE, cursor: pageParam },
        signal,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    placeholderData: keepPreviousData,
  })

/** One user, with the balance. */
export const useUser = (username: string) =>
  useQuery({
    queryKey: ['admin', 'user', username],
    queryFn: ({ signal }) => call(getUser, { params: { username }, signal }),
  })

export const useChangeStatus = (username: string) => {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (body: { status: 'active' | 'suspended'; reason: string }) =>
      call(changeUserStatus, { params: { username }, body }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['admin'] }),
  })
}

export const useResetTwoFactor = (username: string) => {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (body: { reason: string }) => call(resetTwoFactor, { params: { username }, body }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['admin'] }),
  })
}

const Adjustment = adjustBalance.schema.body
type Adjustment = z.input<typeof Adjustment>

/** Corrects a balance, once for each intent of the administrator. */
export const useAdjustBalance = (username: string) => {
  const { run, openIntents } = useIntent(`adjustment:${username}`)
  const queries = useQueryClient()
  const mutation = useMutation({
    mutationFn: (body: Adjustment) =>
      run(JSON.stringify(body), (idempotencyKey) =>
        call(adjustBalance, { params: { username }, body, idempotencyKey }),
      ),
    onSettled: () => void queries.invalidateQueries({ queryKey: ['admin'] }),
  })
  return { ...mutation, openAdjustments: openIntents.flatMap(adjustmentsIn) }
}

const adjustmentsIn = (intent: string): Adjustment[] => {
  const read = Adjustment.safeParse(jsonIn(intent))
  return read.success ? [read.data] : []
}
