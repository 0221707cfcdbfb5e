import { deposit, MoveCashRequest, withdraw } from '@cnop/contracts/balance'
import { useMutation, useQueryClient } from '@tanstack/react-query'

import { call } from '../lib/api-client'
import { useIntent } from '../lib/intent'

const ENDPOINTS = { deposit, withdraw } as const

export type CashMove = keyof typeof ENDPOINTS

/** Deposits or withdraws, once for each intent of the person. */
export const useMoveCash = (move: CashMove) => {
  const { run, openIntents, forget } = useIntent(move)
  const queries = useQueryClient()
  const endpoint = ENDPOINTS[move]
  const mutation = useMutation({
    mutationFn: (amount: string) =>
      run(amount, (idempotencyKey) => call(endpoint, { body: { amount }, idempotencyKey })),
    onMutate: (amount) => openIntents.includes(amount),
    // Not waited for: what became of it is told at once, also where the rest cannot be asked for.
    onSettled: () => void queries.invalidateQueries({ queryKey: ['account'] }),
  })
  return {
    ...mutation,
    openAmounts: openIntents.filter(isAmount),
    /** Whether what was sent last was open before. */
    wasOpen: mutation.context === true,
    forget: (amount: string) => {
      mutation.reset()
      forget(amount)
    },
  }
}

/** What was stored may have been changed by hand since. */
const isAmount = (text: string): boolean => MoveCashRequest.safeParse({ amount: text }).success
