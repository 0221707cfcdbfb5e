/**
 * Items of the market table:
 *
 * | pk                 | sk            | item                                                     |
 * | ------------------ | ------------- | -------------------------------------------------------- |
 * | `CONTROL`          | `LEASE`       | who polls CoinGecko, and the version of the latest prices |
 * | `CONTROL`          | `HALT#<asset>`| a halted asset: why, by whom and since when              |
 * | `CALLS`            | `<month>`     | calls to CoinGecko in a month                            |
 * | `PRICES`           | `LATEST`      | the latest prices of all assets, and their source        |
 *
 * Every replica reads `CONTROL` once a second; it is small on purpose.
 */
export const CONTROL = 'CONTROL'
export const LEASE_KEY = 'LEASE'
export const haltKey = (assetId: string): string => `HALT#${assetId}`
export const CALLS = 'CALLS'
export const LATEST_PRICES = { pk: 'PRICES', sk: 'LATEST' } as const
