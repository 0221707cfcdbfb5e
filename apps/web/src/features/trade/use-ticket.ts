import { useState } from 'react'

import { usePlaceOrder } from '../../api/place-order'
import { estimate, orderOf, type Means, type Ticket } from './estimate'

/** What is in the ticket, what it would come to, and the way from there to an order. */
export const useTicket = (assetId: string, means: Means) => {
  const [ticket, setTicket] = useState<Ticket>({ assetId, side: 'buy', unit: 'usd', amount: '' })
  const [checked, setChecked] = useState(false)
  const [confirming, setConfirming] = useState(false)
  const order = usePlaceOrder(assetId)
  const outcome = estimate(ticket, means)
  const possible = !('error' in outcome) && outcome.obstacle === undefined
  const change = (change: Partial<Ticket>): void =>
    setTicket((before) => ({ ...before, ...change }))

  return {
    ticket,
    outcome,
    order,
    confirming,
    amountError: checked && 'error' in outcome ? outcome.error : undefined,
    change,
    /** Ten dollars are not ten coins: what was typed in one unit means nothing in the other. */
    changeUnit: (unit: Ticket['unit']) => {
      setChecked(false)
      change({ unit, amount: '' })
    },
    leaveAmount: () => setChecked(ticket.amount !== ''),
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
          change({ amount: '' })
          setChecked(false)
        },
        onSettled: () => setConfirming(false),
      }),
  }
}
