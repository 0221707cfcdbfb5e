import type { OrderPreview } from '@cnop/contracts/place-order'

import { Lines } from '../../components/ui/lines'
import { Notice } from '../../components/ui/notice'
import { exactPrice } from '../../lib/exact-price'
import { formatQuantity, formatTime, formatUsd } from '../../lib/format'

type PreviewTermsProps = { readonly preview: OrderPreview; readonly symbol: string }

/** What an order would do, where its price comes from, and what speaks against it. */
export const PreviewTerms = ({ preview, symbol }: PreviewTermsProps) => (
  <div className="grid gap-3">
    <Lines
      lines={[
        ['Quantity', `${formatQuantity(preview.quantity)} ${symbol}`],
        [preview.effect === 'fill' ? 'Price' : 'Limit price', exactPrice(preview.price)],
        ...provenanceOf(preview),
        [totalName(preview), formatUsd(preview.total_amount)],
        ['Cash after', formatUsd(preview.balance_after)],
      ]}
    />
    {preview.errors.map(({ code, message }) => (
      <Notice key={code} tone="error">
        {message}
      </Notice>
    ))}
    {preview.warnings.map((warning) => (
      <Notice key={warning} tone="warning">
        {warning}
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
