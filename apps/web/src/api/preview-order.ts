import { serverNow } from '@cnop/client/server-clock'
import {
  previewOrder,
  type OrderPreview,
  type PlaceOrderRequest,
} from '@cnop/contracts/place-order'
import { useQuery } from '@tanstack/react-query'

import { call } from '../lib/api-client'

const LIMIT_REFRESH_MS = 5_000
/** A quote is renewed this long before it ends: a click must still arrive in time. */
const MARGIN_MS = 1_500
const LEAST_MS = 1_000
const MOST_MS = 10_000

/** What an order would do, and for how long that may be shown. */
export type ShownPreview = OrderPreview & { readonly renewInMs: number }

/** Not longer than a quote lasts, whatever clocks say. */
const msUntilRenewal = (expiresAt: string | null): number =>
  expiresAt === null
    ? LIMIT_REFRESH_MS
    : Math.min(MOST_MS, Math.max(LEAST_MS, Date.parse(expiresAt) - serverNow() - MARGIN_MS))

/** What an order would do now, and for a market order a firm price, renewed before it ends while `active`. */
export const useOrderPreview = (order: PlaceOrderRequest, active: boolean) =>
  useQuery({
    queryKey: ['account', 'preview', order],
    queryFn: async ({ signal }): Promise<ShownPreview> => {
      const preview = await call(previewOrder, { body: order, signal })
      return { ...preview, renewInMs: msUntilRenewal(preview.expires_at) }
    },
    enabled: active,
    refetchInterval: ({ state }) => state.data?.renewInMs ?? LIMIT_REFRESH_MS,
    refetchOnWindowFocus: false,
    // Whoever looks again gets a quote of their own.
    gcTime: 0,
  })
