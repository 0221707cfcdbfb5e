import { ApiProblem } from '@cnop/client/problem'
import type { PlaceOrderRequest } from '@cnop/contracts/place-order'
import { printPrice } from '@cnop/money/text'
import { useState } from 'react'

import { usePlaceOrder } from '../../api/place-order'
import { writeAmount } from '../../lib/read-amount'
import { estimate, orderOf, type Kind, type Means, type Ticket } from './estimate'
import { sentBefore } from './same-terms'
import { shareOf } from './share-of'

const EMPTY = {
  side: 'buy',
  kind: 'market',
  unit: 'usd',
  amount: '',
  limitPrice: '',
  until: 'gtc',
} as const

/** Percent an order that nobody looked at again may fill worse than at the price that was shown. */
const UNSEEN_SLIPPAGE = '1.00'

/** What is in the ticket, what it would come to, and the way from there to an order. */
export const useTicket = (assetId: string, means: Means, asks: boolean) => {
  const [ticket, setTicket] = useState<Ticket>({ assetId, ...EMPTY })
  const [checked, setChecked] = useState(false)
  const [confirming, setConfirming] = useState<PlaceOrderRequest>()
  const order = usePlaceOrder(assetId)
  const outcome = estimate(ticket, means)
  const possible = !('error' in outcome) && outcome.obstacle === undefined
  const change = (change: Partial<Ticket>): void =>
    setTicket((before) => ({ ...before, ...change }))
  /** What became of the last order goes once the next one is begun. */
  const edit = (changed: Partial<Ticket>): void => {
    if (!order.isPending) order.reset()
    change({ capped: undefined, ...changed })
  }
  /** Ten dollars are not ten coins: what was typed in one unit means nothing in the other. */
  const changeUnit = (unit: Ticket['unit']): void => {
    setChecked(false)
    edit(unit === ticket.unit ? {} : { unit, amount: '' })
  }
  /** What was typed goes once it has happened, and stays when it has not. */
  const place = (wanted: PlaceOrderRequest): void =>
    order.mutate(sentBefore(wanted, order.openOrders) ?? wanted, {
      onSuccess: () => {
        change({ amount: '', capped: undefined })
        setChecked(false)
      },
      onSettled: (_answer, error) => {
        if (!isOverQuote(error)) setConfirming(undefined)
      },
    })

  return {
    ticket,
    outcome,
    order,
    confirming,
    /** What is in the ticket was sent before, and its outcome is open. */
    again: possible && sentBefore(orderOf(ticket), order.openOrders) !== undefined,
    errorOf: (field: 'amount' | 'limitPrice') =>
      'error' in outcome && outcome.field === field && (checked || outcome.early)
        ? outcome.error
        : undefined,
    change: edit,
    changeUnit,
    fillInShare: (percent: bigint): void => edit(shareOf(ticket, means, percent)),
    /** A limit order is for a quantity; its price starts at the market's. */
    chooseKind: (kind: Kind) => {
      if (kind === 'limit') changeUnit('quantity')
      edit(kind === 'limit' ? { kind, limitPrice: writeAmount(printPrice(means.price)) } : { kind })
    },
    leaveField: () => setChecked(ticket.amount !== ''),
    submit: () => {
      setChecked(true)
      order.reset()
      if (!possible) return
      if (asks) setConfirming(orderOf(ticket))
      else place(unseen(orderOf(ticket), printPrice(means.price)))
    },
    back: () => setConfirming(undefined),
    place,
  }
}

/** Refused for its quote alone: nothing was moved, and the dialog stays open with the next quote. */
const isOverQuote = (error: unknown): boolean =>
  error instanceof ApiProblem && (error.code === 'QUOTE_EXPIRED' || error.code === 'QUOTE_USED')

const unseen = (order: PlaceOrderRequest, price: string): PlaceOrderRequest =>
  order.order_type.startsWith('market')
    ? { ...order, expected_price: price, max_slippage: UNSEEN_SLIPPAGE }
    : order
