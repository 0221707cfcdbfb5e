import {
  confirmTwoFactor,
  disableTwoFactor,
  enableTwoFactor,
  getTwoFactor,
} from '@cnop/contracts/two-factor'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'

import { call } from '../lib/api-client'

export const useTwoFactor = () =>
  useQuery({
    queryKey: ['security', 'two-factor'],
    queryFn: ({ signal }) => call(getTwoFactor, { signal }),
  })

/** Asks for a secret for an app; nothing changes yet. */
export const useProposeTwoFactor = () =>
  useMutation({
    mutationFn: (body: { current_password: string }) => call(enableTwoFactor, { body }),
    gcTime: 0,
  })

/** Turns it on and answers the recovery codes, this once. */
export const useConfirmTwoFactor = () =>
  useMutation({
    mutationFn: (body: { code: string }) => call(confirmTwoFactor, { body }),
    gcTime: 0,
  })

export const useDisableTwoFactor = () => {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (body: { current_password: string; code: string }) =>
      call(disableTwoFactor, { body }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['security'] }),
  })
}
