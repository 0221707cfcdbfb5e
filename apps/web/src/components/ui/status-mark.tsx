import type { OrderStatus } from '@cnop/contracts/orders'

/** What a person calls the states of an order. */
export const STATUS_NAMES: Record<OrderStatus, string> = {
  pending: 'Being placed',
  queued: 'Open',
  completed: 'Filled',
  cancelled: 'Cancelled',
  failed: 'Failed',
  expired: 'Expired',
}

const LOOKS: Record<OrderStatus, string> = {
  pending: 'text-warn bg-warn-surface',
  queued: 'text-warn bg-warn-surface',
  completed: 'text-up bg-up-surface',
  cancelled: 'text-muted bg-raised',
  failed: 'text-down bg-down-surface',
  expired: 'text-muted bg-raised',
}

/** How far an order has come. */
export const StatusMark = ({ status }: { readonly status: OrderStatus }) => (
  <span
    className={`rounded-full forced-colors:border px-2 py-0.5 text-xs font-medium whitespace-nowrap ${LOOKS[status]}`}
  >
    {STATUS_NAMES[status]}
  </span>
)
