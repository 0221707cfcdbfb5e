import { previewOrder, type PlaceOrderRequest } from '@cnop/contracts/place-order'
import { useQuery } from '@tanstack/react-query'

import { call } from '../lib/api-client'

const LIMIT_REFRESH_MS = 5_000
/** A quote is renewed this long before it ends: a click must still arrive in time. */
const MARGIN_MS = 1_500
const LEAST_MS = 1_000
const MOST_MS = 10_000

/** Until when a quote may be shown. The clock of this device may be wrong, but not for longer than a quote lasts. */
export const msUntilRenewal = (expiresAt: string | null, now: number): number =>
  expiresAt === null
    ? LIMIT_REFRESH_MS
    : Math.min(MOST_MS, Math.max(LEAST_MS, Date.parse(expiresAt) - now - MARGIN_MS))

/** What an order would do now, and for a market order a firm price, renewed before it ends while `active`. */
export const useOrderPreview = (order: PlaceOrderRequest, active: boolean) =>
  useQuery({
    queryKey: ['account', 'preview', order],
    queryFn: ({ signal }) => call(previewOrder, { body: order, signal }),
    enabled: active,
    refetchInterval: ({ state }) =>
      msUntilRenewal(state.data?.expires_at ?? null, state.dataUpdatedAt),
    refetchOnWindowFocus: false,
    // Whoever looks again gets a quote of their own.
    gcTime: 0,
  })
