import type { PriceStatus } from '@cnop/contracts/inventory'

import { usePricesPaused } from '../../lib/use-prices-paused'

type Look = { readonly name: string; readonly meaning: string; readonly look: string }

const LOOKS: Record<PriceStatus | 'paused', Look> = {
  live: {
    name: 'Live',
    meaning: 'A price of the real market, as fresh as usual',
    look: 'border-line bg-up-surface text-up',
  },
  delayed: {
    name: 'Delayed',
    meaning: 'A price of the real market, older than usual',
    look: 'border-line bg-warn-surface text-warn',
  },
  stale: {
    name: 'Out of date',
    meaning: 'This price is too old to trade at',
    look: 'border-line bg-down-surface text-down',
  },
  paused: {
    name: 'Paused',
    meaning: 'No prices have come for a while: this one may be old',
    look: 'border-line bg-warn-surface text-warn',
  },
  simulated: {
    name: 'Simulated',
    meaning: 'A made-up market: no real price',
    look: 'border-line bg-raised text-muted',
  },
}

/** Says of a price where it comes from and how far it can be relied on. */
export const SourceMark = ({ status }: { readonly status: PriceStatus }) => {
  const isPaused = usePricesPaused() !== undefined
  const { name, meaning, look } = LOOKS[isPaused ? 'paused' : status]
  return (
    <span title={meaning} className={`rounded-full border px-2 py-0.5 text-xs font-medium ${look}`}>
      {name}
    </span>
  )
}
