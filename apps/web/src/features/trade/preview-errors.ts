import type { OrderPreview } from '@cnop/contracts/place-order'
import { plus } from '@cnop/money/scaled'
import { parseCash, printCash } from '@cnop/money/text'

import { formatUsd, groupNumbers } from '../../lib/format'

/** What speaks against an order, its amounts written as everywhere on the page. */
export const errorWords = (
  { code, message }: OrderPreview['errors'][number],
  { total_amount, balance_after }: OrderPreview,
): string => {
  if (code !== 'INSUFFICIENT_BALANCE') return groupNumbers(message)
  const available = printCash(plus(parseCash(balance_after), parseCash(total_amount)))
  return `This costs ${formatUsd(total_amount)} and you have ${formatUsd(available)} available.`
}
