import type { OrderPreview, PlaceOrderRequest } from '@cnop/contracts/place-order'
import { decimalText } from '@cnop/contracts/wire'
import { parseCash, parsePrice, parseQuantity, printCash } from '@cnop/money/text'
import { costOf, proceedsOf } from '@cnop/money/trade'

import { Lines } from '../../components/ui/lines'
import { Notice } from '../../components/ui/notice'
import { exactPrice } from '../../lib/exact-price'
import { formatQuantity, formatTime, formatUsd } from '../../lib/format'
import { groupNumbers } from '../../lib/group-numbers'
import { GOOD_UNTIL } from './good-until'
import { errorWords } from './preview-errors'

type PreviewTermsProps = {
  readonly order: PlaceOrderRequest
  readonly preview: OrderPreview
  readonly symbol: string
}

/** What an order would do, where its price comes from, and what speaks against it. */
export const PreviewTerms = ({ order, preview, symbol }: PreviewTermsProps) => (
  <div className="grid gap-3">
    <Lines
      lines={[
        ['Quantity', `${formatQuantity(preview.quantity)} ${symbol}`],
        ...limitLines(order),
        ...priceLine(order, preview),
        ...provenanceOf(preview),
        ...spreadLine(preview),
        [totalName(preview), totalOf(order, preview)],
        ['Cash after', formatUsd(preview.balance_after)],
      ]}
    />
    {preview.errors.map((error) => (
      <Notice key={error.code} tone="error">
        {errorWords(error, preview)}
      </Notice>
    ))}
    {preview.warnings.map((warning) => (
      <Notice key={warning} tone="warning">
        {groupNumbers(warning)}
      </Notice>
    ))}
    <p className="text-xs text-muted">{EFFECTS[preview.effect]}</p>
  </div>
)

const EFFECTS: Record<OrderPreview['effect'], string> = {
  fill: 'It fills at once.',
  wait: 'It fills when the price is at the limit or better. Until then what it needs is set aside.',
  end: 'The market does not meet the limit now: it would end unfilled.',
}

const limitLines = ({
  price,
  time_in_force = 'gtc',
}: PlaceOrderRequest): (readonly [string, string])[] =>
  price === undefined
    ? []
    : [
        ['Limit price', exactPrice(decimalText(price))],
        ['Good until', GOOD_UNTIL[time_in_force]],
      ]

/** A limit order gets the price of the moment it arrives, which may be another one than now. */
const priceLine = (
  order: PlaceOrderRequest,
  { effect, price }: OrderPreview,
): (readonly [string, string])[] => {
  if (order.price === undefined) return [['Price', exactPrice(price)]]
  return effect === 'fill' ? [['Price now', exactPrice(price)]] : []
}

/** The part of the total that a locked price costs. */
const spreadLine = ({ quote_spread }: OrderPreview): (readonly [string, string])[] =>
  parseCash(quote_spread) === 0n ? [] : [['Price lock', formatUsd(quote_spread)]]

/** For a limit order that fills at once, what it may come to at its limit as well. */
const totalOf = (
  order: PlaceOrderRequest,
  { effect, order_type, quantity, total_amount }: OrderPreview,
): string => {
  if (order.price === undefined || effect !== 'fill') return formatUsd(total_amount)
  const limit = parsePrice(decimalText(order.price))
  const buys = order_type.endsWith('buy')
  const worst = (buys ? costOf : proceedsOf)(parseQuantity(quantity), limit)
  return `${buys ? 'At most' : 'At least'} ${formatUsd(printCash(worst))}, now about ${formatUsd(total_amount)}`
}

const totalName = ({ effect, order_type }: OrderPreview): string => {
  const buys = order_type.endsWith('buy')
  if (effect === 'fill') return buys ? 'You pay' : 'You receive'
  return buys ? 'Set aside' : 'You would receive'
}

const provenanceOf = ({
  price_source,
  price_observed_at,
}: OrderPreview): (readonly [string, string])[] =>
  price_source === null || price_observed_at === null
    ? []
    : [
        [
          'Price from',
          `${price_source === 'coingecko' ? 'CoinGecko' : 'the simulated market'}, ${formatTime(price_observed_at)}`,
        ],
      ]
