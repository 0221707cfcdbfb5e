import type { Order } from '@cnop/contracts/orders'

import { useCancelOrder } from '../../api/cancel-order'
import { Button, ButtonLink } from '../../components/ui/button'
import { Card } from '../../components/ui/card'
import { Lines } from '../../components/ui/lines'
import { Notice } from '../../components/ui/notice'
import { StatusMark } from '../../components/ui/status-mark'
import { exactPrice } from '../../lib/exact-price'
import { exactTime } from '../../lib/exact-time'
import { formatQuantity, formatUsd } from '../../lib/format'
import { paths } from '../../lib/paths'
import { explain } from '../../lib/problem'
import { isOpen } from './order-names'
import { timelineOf } from './order-timeline'

/** One order: its terms, what has happened to it, and while it is open the way out. */
export const OrderDetail = ({ order }: { readonly order: Order }) => {
  const cancel = useCancelOrder()
  return (
    <div className="grid grid-cols-1 items-start gap-4 md:grid-cols-2">
      <Card title="What happened">
        <Timeline order={order} />
        <div className="grid gap-3 border-t border-line p-4">
          {cancel.error === null ? null : <Notice tone="error">{explain(cancel.error)}</Notice>}
          {cancel.data === undefined ? null : <Notice tone="success">{cancel.data.message}</Notice>}
          <div className="flex flex-wrap gap-2">
            {isOpen(order) ? (
              <Button busy={cancel.isPending} onClick={() => cancel.mutate(order.order_id)}>
                {cancel.isPending ? 'Cancelling …' : 'Cancel order'}
              </Button>
            ) : null}
            <ButtonLink to={paths.trade(order.asset_id)} look="secondary">
              Trade {order.asset_id}
            </ButtonLink>
          </div>
        </div>
      </Card>
      <Card title="Terms" action={<StatusMark status={order.status} />}>
        <div className="p-4">
          <Lines lines={termsOf(order)} />
        </div>
      </Card>
    </div>
  )
}

const Timeline = ({ order }: { readonly order: Order }) => (
  <ol className="grid p-4">
    {timelineOf(order).map(({ name, words, at }) => (
      <li
        key={name}
        className="relative grid gap-0.5 border-l-2 border-line pb-5 pl-5 last:border-surface last:pb-0"
      >
        <span
          aria-hidden="true"
          className={`absolute top-1 -left-[0.4375rem] size-3 rounded-full border-2 ${at === undefined ? 'border-warn bg-surface' : 'border-accent bg-accent'}`}
        />
        <span className="text-sm font-semibold">{name}</span>
        <span className="text-sm text-muted">{words}</span>
        <span className="text-xs text-muted">
          {at === undefined ? 'Not yet' : <time dateTime={at}>{exactTime(at)}</time>}
        </span>
      </li>
    ))}
  </ol>
)

const termsOf = (order: Order): readonly (readonly [string, string | React.ReactNode])[] => [
  ['Quantity', `${formatQuantity(order.quantity)} ${order.asset_id}`],
  ...(order.price === null ? [] : [['Limit price', exactPrice(order.price)] as const]),
  ...(order.executed_price === null
    ? []
    : [
        ['Filled at', exactPrice(order.executed_price)] as const,
        ['Total', formatUsd(order.total_amount)] as const,
      ]),
  ...provenanceOf(order),
  ...(order.expires_at === null ? [] : [['Ends', exactTime(order.expires_at)] as const]),
  [
    'Order id',
    <code key="id" className="text-xs select-all">
      {order.order_id}
    </code>,
  ],
  ...(order.client_order_id === null ? [] : [['Your own id', order.client_order_id] as const]),
]

/** Where the price came from, for who wants to check it. */
const provenanceOf = ({ price_source, price_observed_at }: Order): (readonly [string, string])[] =>
  price_source === null || price_observed_at === null
    ? []
    : [
        [
          'Price from',
          `${price_source === 'coingecko' ? 'CoinGecko' : 'the simulated market'}, seen ${exactTime(price_observed_at)}`,
        ],
      ]
