import type { CandleInterval } from '@cnop/contracts/candles'
import type { Asset } from '@cnop/contracts/inventory'
import { useMemo, useState } from 'react'

import { useCandles } from '../../api/candles'
import { useOrders } from '../../api/orders'
import { ChartCredit } from '../../components/ui/chart-credit'
import { ChartPlace } from '../../components/ui/chart-place'
import { Choice } from '../../components/ui/choice'
import { QueryState } from '../../components/ui/query-state'
import { TableBeside } from '../../components/ui/table-beside'
import { lazily } from '../../lib/lazily'
import { CandleRows } from './candle-rows'

/** The chart is as large as all the rest of the page: it is loaded when it is to be seen. */
const { Part: CandleChart } = lazily(async () => (await import('./candle-chart')).CandleChart)

const INTERVALS: readonly {
  readonly value: CandleInterval
  readonly label: string
  readonly words: string
}[] = [
  { value: '1m', label: '1 m', words: 'every minute' },
  { value: '5m', label: '5 m', words: 'every 5 minutes' },
  { value: '1h', label: '1 h', words: 'every hour' },
  { value: '1d', label: '1 d', words: 'every day' },
]

const LINES = 7
const DRAWN_ORDERS = 50

/** How the price of an asset moved, in candles of a chosen length. */
export const PriceChart = ({ asset }: { readonly asset: Asset }) => {
  const [interval, setInterval] = useState<CandleInterval>('5m')
  const { asset_id, symbol, price_usd, price_updated_at } = asset
  const query = useCandles(asset_id, interval)
  const now = useMemo(
    () => ({ priceUsd: price_usd, observedAt: price_updated_at }),
    [price_usd, price_updated_at],
  )
  const pages = useOrders({ asset_id }, DRAWN_ORDERS).data?.pages
  const orders = useMemo(() => pages?.flatMap(({ data }) => data) ?? [], [pages])
  const words = INTERVALS.find(({ value }) => value === interval)?.words ?? ''
  return (
    <div className="grid gap-2 px-4 pb-3">
      <div className="max-w-72">
        <Choice
          label="Length of a candle"
          value={interval}
          options={INTERVALS}
          onValue={setInterval}
        />
      </div>
      <div className="min-h-73 sm:min-h-85 min-[110rem]:min-h-[31.25rem]">
        <QueryState query={query} lines={LINES}>
          {(page) => (
            <ChartPlace lines={LINES}>
              <CandleChart
                candles={page.candles}
                interval={page.interval}
                now={now}
                orders={orders}
                label={`Price of ${symbol} ${words}, as candles`}
              />
            </ChartPlace>
          )}
        </QueryState>
      </div>
      <TableBeside summary="The same as a table">
        {query.data === undefined ? null : <CandleRows candles={query.data.candles} />}
      </TableBeside>
      <div className="flex flex-wrap justify-between gap-2 text-xs text-muted">
        <span>Arrows: your trades. Broken lines: your open orders.</span>
        <ChartCredit />
      </div>
    </div>
  )
}
