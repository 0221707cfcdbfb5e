import type { PriceSource } from '@cnop/contracts/inventory'

const NAMES: Record<PriceSource, string> = { coingecko: 'Live', simulated: 'Simulated' }

/** Says of a price where it comes from. */
export const SourceMark = ({ source }: { readonly source: PriceSource }) => (
  <span className="rounded-full border border-line bg-raised px-2 py-0.5 text-xs font-medium text-muted">
    {NAMES[source]}
  </span>
)
