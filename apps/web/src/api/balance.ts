import { getBalance } from '@cnop/contracts/balance'
import { queryOptions, useQuery } from '@tanstack/react-query'

import { call } from '../lib/api-client'

const balanceQuery = queryOptions({
  queryKey: ['account', 'balance'],
  queryFn: ({ signal }) => call(getBalance, { signal }),
})

export const useBalance = () => useQuery(balanceQuery)
