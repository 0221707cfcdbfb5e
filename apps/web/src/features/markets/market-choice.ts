import { AssetCategory } from '@cnop/contracts/inventory'

import { ASSET_COLUMNS } from './asset-columns'
import type { AssetOrder } from './select-assets'

export type CategoryChoice = AssetCategory | 'all' | 'watched'

export const CATEGORY_CHOICES: readonly CategoryChoice[] = [
  'all',
  'watched',
  ...AssetCategory.options,
]

const FIRST_ORDER: AssetOrder = { column: 'market_cap', direction: 'descending' }

/** A category as the address has it; all of them for anything else. */
export const categoryIn = (text: string): CategoryChoice =>
  CATEGORY_CHOICES.find((choice) => choice === text) ?? 'all'

/** The first choice is none, so that the address of the whole table is bare. */
export const textOfCategory = (choice: CategoryChoice): string => (choice === 'all' ? '' : choice)

/** An order as the address has it, `price` or, descending, `-price`; the usual one for anything else. */
export const orderIn = (text: string): AssetOrder => {
  const [sign = '', name] = text.startsWith('-') ? ['-', text.slice(1)] : ['', text]
  const column = ASSET_COLUMNS.find((one) => one.column === name)?.column
  if (column === undefined) return FIRST_ORDER
  return { column, direction: sign === '-' ? 'descending' : 'ascending' }
}

export const textOfOrder = ({ column, direction }: AssetOrder): string => {
  const isFirst = column === FIRST_ORDER.column && direction === FIRST_ORDER.direction
  if (isFirst) return ''
  return direction === 'descending' ? `-${column}` : column
}
