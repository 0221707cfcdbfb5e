import {
  confirmTwoFactor,
  disableTwoFactor,
  enableTwoFactor,
  getTwoFactor,
} from '@cnop/contracts/two-factor'
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'

import { call } from '../lib/api-client'

const stateQuery = queryOptions({
  queryKey: ['security', 'two-factor'],
  queryFn: ({ signal }) => call(getTwoFactor, { signal }),
})

export const useTwoFactor = () => useQuery(stateQuery)

/** Asks for a secret for an app; nothing changes yet. */
export const useProposeTwoFactor = () =>
  useMutation({
    mutationFn: (body: { current_password: string }) => call(enableTwoFactor, { body }),
    gcTime: 0,
  })

/** Turns it on and answers the recovery codes, this once. */
export const useConfirmTwoFactor = () => {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (body: { code: string }) => call(confirmTwoFactor, { body }),
    gcTime: 0,
    onSuccess: ({ recovery_codes }) => {
      // The codes are shown at once, and nothing beside them may still say that it is off.
      const state = { enabled: true, recovery_codes_left: recovery_codes.length }
      queries.setQueryData(stateQuery.queryKey, state)
      void queries.invalidateQueries({ queryKey: ['security'] })
    },
  })
}

export const useDisableTwoFactor = () => {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (body: { current_password: string; code: string }) =>
      call(disableTwoFactor, { body }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['security'] }),
  })
}
