import { PlaceOrderRequest, placeOrder } from '@cnop/contracts/orders'
import { useMutation, useQueryClient } from '@tanstack/react-query'

import { call } from '../lib/api-client'
import { useIntent } from '../lib/intent'

/** Places an order, once for each intent of the person: sent twice it is still one order. */
export const usePlaceOrder = (assetId: string) => {
  const { run, openIntent } = useIntent(`order:${assetId}`)
  const queries = useQueryClient()
  const mutation = useMutation({
    // Parsed, so that an order read back from the intent is, letter for letter, the same intent.
    mutationFn: (order: PlaceOrderRequest) =>
      run(JSON.stringify(PlaceOrderRequest.parse(order)), (idempotencyKey) =>
        call(placeOrder, { body: order, idempotencyKey }),
      ),
    onSettled: () => queries.invalidateQueries({ queryKey: ['account'] }),
  })
  return { ...mutation, openOrder: openIntent === undefined ? undefined : readOrder(openIntent) }
}

/** The order an intent was noted for. */
const readOrder = (what: string): PlaceOrderRequest | undefined =>
  PlaceOrderRequest.safeParse(JSON.parse(what)).data
