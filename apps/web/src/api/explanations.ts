import { getBalance } from '@cnop/contracts/balance'
import type { Explanation } from '@cnop/contracts/explain'
import { getAssetBalance, getPortfolio } from '@cnop/contracts/portfolio'
import { queryOptions } from '@tanstack/react-query'

import { call } from '../lib/api-client'

const NONE: Explanation[] = []
const query = { explain: 'true' } as const

/** What the figures of the balance are made of. */
export const balanceExplanations = queryOptions({
  queryKey: ['account', 'explanations', 'balance'],
  queryFn: async ({ signal }) => (await call(getBalance, { query, signal })).explanation ?? NONE,
})

/** What the figures of the portfolio are made of. */
export const portfolioExplanations = queryOptions({
  queryKey: ['account', 'explanations', 'portfolio'],
  queryFn: async ({ signal }) =>
    (await call(getPortfolio, { query, signal })).data.explanation ?? NONE,
})

/** What the figures of one holding are made of. */
export const holdingExplanations = (assetId: string) =>
  queryOptions({
    queryKey: ['account', 'explanations', 'holding', assetId],
    queryFn: async ({ signal }) =>
      (await call(getAssetBalance, { params: { id: assetId }, query, signal })).data.explanation ??
      NONE,
  })
