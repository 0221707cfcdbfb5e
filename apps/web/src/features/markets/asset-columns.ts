export type AssetColumn = 'name' | 'price' | 'change_24h' | 'volume_24h' | 'market_cap'

/** What a table of assets shows, in its order. */
export const ASSET_COLUMNS: readonly {
  readonly column: AssetColumn
  readonly label: string
  /** Left out where there is little room. */
  readonly wide?: boolean
}[] = [
  { column: 'name', label: 'Asset' },
  { column: 'price', label: 'Price' },
  { column: 'change_24h', label: '24 h' },
  { column: 'volume_24h', label: 'Volume 24 h', wide: true },
  { column: 'market_cap', label: 'Market cap', wide: true },
]

export const SPARKLINE_LABEL = 'Last 24 hours'
