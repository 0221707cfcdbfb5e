import { cancelOrder } from '@cnop/contracts/orders'
import { useMutation, useQueryClient } from '@tanstack/react-query'

import { call } from '../lib/api-client'

/** Cancels an open order. Doing so twice does nothing more. */
export const useCancelOrder = () => {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (orderId: string) => call(cancelOrder, { params: { id: orderId } }),
    // The button waits until the order is shown as cancelled; why it is not is told at once.
    onSuccess: () => queries.invalidateQueries({ queryKey: ['account'] }),
    onError: () => void queries.invalidateQueries({ queryKey: ['account'] }),
  })
}
