/**
 * Items of the market table:
 *
 * | pk                 | sk            | item                                                     |
 * | ------------------ | ------------- | -------------------------------------------------------- |
 * | `CONTROL`          | `LEASE`       | who polls CoinGecko, and the version of the latest prices |
 * | `CONTROL`          | `HALT#<asset>`| a halted asset: why, by whom and since when              |
 * | `CALLS`            | `<month>`     | calls to CoinGecko in a month                            |
 * | `PRICES`           | `LATEST`      | the latest prices of all assets, and their source        |
 * | `CANDLES#<asset>#<interval>` | begin, RFC 3339 | how a real price moved, gone at `expires_at` |
 * | `SIMULATION`       | `SEED`        | the seed of the simulated market of this installation    |
 * | `CANDLES`          | `BACKFILLED`  | assets whose past was asked of CoinGecko                 |
 *
 * Every replica reads `CONTROL` once a second; it is small on purpose.
 */
export const CONTROL = 'CONTROL'
export const LEASE_KEY = 'LEASE'
export const haltKey = (assetId: string): string => `HALT#${assetId}`
export const CALLS = 'CALLS'
export const LATEST_PRICES = { pk: 'PRICES', sk: 'LATEST' } as const
export const candlePartition = (assetId: string, interval: string): string =>
  `CANDLES#${assetId}#${interval}`
export const candleKey = (startMs: number): string => new Date(startMs).toISOString()
export const BACKFILLED = { pk: 'CANDLES', sk: 'BACKFILLED' } as const
export const SEED = { pk: 'SIMULATION', sk: 'SEED' } as const
