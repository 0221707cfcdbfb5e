import type { Order, OrderType } from '@cnop/contracts/orders'

export const ORDER_NAMES: Record<OrderType, string> = {
  market_buy: 'Buy',
  market_sell: 'Sell',
  limit_buy: 'Limit buy',
  limit_sell: 'Limit sell',
}

export const isOpen = ({ status }: Pick<Order, 'status'>): boolean => status === 'queued'
