import { adjustBalance, changeUserStatus, getUser, listUsers } from '@cnop/contracts/admin'
import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'

import { call } from '../lib/api-client'
import { useIntent } from '../lib/intent'

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

/** Corrects a balance, once for each intent of the administrator. */
export const useAdjustBalance = (username: string) => {
  const { run } = useIntent(`adjustment:${username}`)
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (body: { amount: string; reason: string }) =>
      run(JSON.stringify(body), (idempotencyKey) =>
        call(adjustBalance, { params: { username }, body, idempotencyKey }),
      ),
    onSettled: () => queries.invalidateQueries({ queryKey: ['admin'] }),
  })
}
