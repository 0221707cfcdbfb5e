import { MIN_ORDER_VALUE } from '@cnop/contracts/order-rules'
import type { OrderPreview } from '@cnop/contracts/place-order'
import { plus } from '@cnop/money/scaled'
import { parseCash, printCash } from '@cnop/money/text'

import { formatUsd } from '../../lib/format'
import { groupNumbers } from '../../lib/group-numbers'

/** What speaks against an order, its amounts written as everywhere on the page. */
export const errorWords = (
  { code, message }: OrderPreview['errors'][number],
  { total_amount, balance_after }: OrderPreview,
): string => {
  if (code === 'ORDER_BELOW_MINIMUM')
    return `An order must be worth at least ${formatUsd(printCash(MIN_ORDER_VALUE))}; less can only be sold as the whole of a holding.`
  if (code !== 'INSUFFICIENT_BALANCE') return groupNumbers(message)
  const available = printCash(plus(parseCash(balance_after), parseCash(total_amount)))
  return `This costs ${formatUsd(total_amount)} and you have ${formatUsd(available)} available.`
}
