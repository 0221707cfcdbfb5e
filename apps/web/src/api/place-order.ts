import { PlaceOrderRequest, placeOrder } from '@cnop/contracts/place-order'
import { useMutation, useQueryClient } from '@tanstack/react-query'

import { call } from '../lib/api-client'
import { useIntent } from '../lib/intent'
import { jsonIn } from '../lib/json-in'

/** Places an order, once for each intent of the person: sent twice it is still one order. */
export const usePlaceOrder = (assetId: string) => {
  const { run, openIntents, forget } = useIntent(`order:${assetId}`)
  const queries = useQueryClient()
  const mutation = useMutation({
    mutationFn: (order: PlaceOrderRequest) =>
      run(noteOf(order), (idempotencyKey) => call(placeOrder, { body: order, idempotencyKey })),
    onMutate: (order) => openIntents.includes(noteOf(order)),
    // Not waited for: what became of it is told at once, also where the rest cannot be asked for.
    onSettled: () => void queries.invalidateQueries({ queryKey: ['account'] }),
  })
  return {
    ...mutation,
    openOrders: openIntents.flatMap(readOrder),
    /** Whether what was sent last is an order that was open before. */
    wasOpen: mutation.context === true,
    forget: (order: PlaceOrderRequest) => {
      mutation.reset()
      forget(noteOf(order))
    },
  }
}

/** Parsed, so that an order read back from the intent is, letter for letter, the same intent. */
const noteOf = (order: PlaceOrderRequest): string => JSON.stringify(PlaceOrderRequest.parse(order))

/** The order an intent was noted for; none if what was stored cannot be read as one. */
const readOrder = (what: string): PlaceOrderRequest[] => {
  const order = PlaceOrderRequest.safeParse(jsonIn(what))
  return order.success ? [order.data] : []
}
