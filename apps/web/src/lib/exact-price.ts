import { parsePrice, printPrice } from '@cnop/money/text'

import { dollars } from './format'

/**
 * A price that was agreed on or paid, to its last digit: `$90,000.123`, `$0.00001121289`. What stands for
 * an order is shown like this; `formatPrice` is for prices that only pass by.
 */
export const exactPrice = (decimal: string): string => dollars(printPrice(parsePrice(decimal)))
