import { request } from '@cnop/client/request'
import { INTERVAL_MS, listCandles, type CandleInterval } from '@cnop/contracts/candles'
import { keepPreviousData, useQuery } from '@tanstack/react-query'

/** Between two looks the page itself goes on with the candle that is forming. */
const LEAST_INTERVAL_MS = 60_000

/** The latest candles of an asset. While others load, those shown before stay. */
export const useCandles = (assetId: string, interval: CandleInterval) =>
  useQuery({
    queryKey: ['candles', assetId, interval],
    queryFn: ({ signal }) =>
      request(listCandles, { params: { id: assetId }, query: { interval }, signal }),
    refetchInterval: Math.max(LEAST_INTERVAL_MS, INTERVAL_MS[interval] / 12),
    placeholderData: keepPreviousData,
  })
