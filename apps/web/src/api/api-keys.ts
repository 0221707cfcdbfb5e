import { createApiKey, listApiKeys, revokeApiKey, type NewApiKey } from '@cnop/contracts/api-keys'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { z } from 'zod'

import { call } from '../lib/api-client'

export const useApiKeys = () =>
  useQuery({
    queryKey: ['security', 'api-keys'],
    queryFn: async ({ signal }) => (await call(listApiKeys, { signal })).api_keys,
  })

export const useCreateApiKey = () => {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (body: z.input<typeof NewApiKey>) => call(createApiKey, { body }),
    // The key itself is not to stay in memory for longer than it is shown.
    gcTime: 0,
    onSettled: () => queries.invalidateQueries({ queryKey: ['security'] }),
  })
}

export const useRevokeApiKey = () => {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (keyId: string) => call(revokeApiKey, { params: { key_id: keyId } }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['security'] }),
  })
}
