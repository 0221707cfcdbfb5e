import { printPrice } from '@cnop/money/text'
import { useState } from 'react'

import { usePlaceOrder } from '../../api/place-order'
import { estimate, orderOf, type Kind, type Means, type Ticket } from './estimate'

const EMPTY = { side: 'buy', kind: 'market', unit: 'usd', amount: '', limitPrice: '' } as const

/** What is in the ticket, what it would come to, and the way from there to an order. */
export const useTicket = (assetId: string, means: Means) => {
  const [ticket, setTicket] = useState<Ticket>({ assetId, ...EMPTY })
  const [checked, setChecked] = useState(false)
  const [confirming, setConfirming] = useState(false)
  const order = usePlaceOrder(assetId)
  const outcome = estimate(ticket, means)
  const possible = !('error' in outcome) && outcome.obstacle === undefined
  const change = (change: Partial<Ticket>): void =>
    setTicket((before) => ({ ...before, ...change }))
  /** Ten dollars are not ten coins: what was typed in one unit means nothing in the other. */
  const changeUnit = (unit: Ticket['unit']): void => {
    setChecked(false)
    change(unit === ticket.unit ? {} : { unit, amount: '' })
  }

  return {
    ticket,
    outcome,
    order,
    confirming,
    errorOf: (field: 'amount' | 'limitPrice') =>
      checked && 'error' in outcome && outcome.field === field ? outcome.error : undefined,
    change,
    changeUnit,
    /** A limit order is for a quantity; its price starts at the market's. */
    chooseKind: (kind: Kind) => {
      if (kind === 'limit') changeUnit('quantity')
      change(kind === 'limit' ? { kind, limitPrice: printPrice(means.price) } : { kind })
    },
    leaveField: () => setChecked(ticket.amount !== ''),
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
