import { printPrice } from '@cnop/money/text'
import { useState } from 'react'

import { usePlaceOrder } from '../../api/place-order'
import { estimate, orderOf, type Kind, type Means, type Ticket } from './estimate'

/** What is in the ticket, what it would come to, and the way from there to an order. */
export const useTicket = (assetId: string, means: Means) => {
  const [ticket, setTicket] = useState<Ticket>({
    assetId,
    side: 'buy',
    kind: 'market',
    unit: 'usd',
    amount: '',
    limitPrice: '',
  })
  const [checked, setChecked] = useState(false)
  const [confirming, setConfirming] = useState(false)
  const order = usePlaceOrder(assetId)
  const outcome = estimate(ticket, means)
  const possible = !('error' in outcome) && outcome.obstacle === undefined

  return {
    ticket,
    outcome,
    possible,
    order,
    confirming,
    errorOf: (field: 'amount' | 'limitPrice') =>
      checked && 'error' in outcome && outcome.field === field ? outcome.error : undefined,
    change: (change: Partial<Ticket>) => setTicket((before) => ({ ...before, ...change })),
    /** A limit order is for a quantity; its price starts at the market's. */
    chooseKind: (kind: Kind) =>
      setTicket((before) => ({
        ...before,
        kind,
        ...(kind === 'limit' ? { unit: 'quantity', limitPrice: printPrice(means.price) } : {}),
        amount: kind === 'limit' && before.unit === 'usd' ? '' : before.amount,
      })),
    review: () => {
      setChecked(true)
      order.reset()
      if (possible) setConfirming(true)
    },
    back: () => setConfirming(false),
    /** What was typed goes once it has happened, and stays when it has not. */
    place: () =>
      order.mutate(orderOf(ticket), {
        onSuccess: () => {
          setTicket((before) => ({ ...before, amount: '' }))
          setChecked(false)
        },
        onSettled: () => setConfirming(false),
      }),
  }
}
