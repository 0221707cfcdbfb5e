import {
  changePassword,
  changeProfile,
  getProfile,
  type PasswordChange,
  type ProfileChange,
} from '@cnop/contracts/accounts'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { z } from 'zod'

import { call } from '../lib/api-client'

const KEY = ['security', 'profile']

export const useProfile = () =>
  useQuery({ queryKey: KEY, queryFn: ({ signal }) => call(getProfile, { signal }) })

export const useChangeProfile = () => {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (body: z.input<typeof ProfileChange>) => call(changeProfile, { body }),
    onSuccess: (user) => queries.setQueryData(KEY, user),
    onSettled: () => queries.invalidateQueries({ queryKey: ['security', 'events'] }),
  })
}

/** Ends all other sessions, and the API keys where that is asked for. */
export const useChangePassword = () => {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (body: z.input<typeof PasswordChange>) => call(changePassword, { body }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['security'] }),
  })
}
