import { CashInput } from '@cnop/contracts/wire'
import { parseCash, printCash } from '@cnop/money/text'
import { useState, type FormEvent } from 'react'

import { useMoveCash, type CashMove } from '../../api/move-cash'
import { Button } from '../../components/ui/button'
import { Card } from '../../components/ui/card'
import { Notice } from '../../components/ui/notice'
import { TextField } from '../../components/ui/text-field'
import { explain } from '../../lib/problem'

const TEXTS = {
  deposit: { title: 'Deposit', busy: 'Depositing …' },
  withdraw: { title: 'Withdraw', busy: 'Withdrawing …' },
} as const

/** Moves money in or out. What was typed stays until it has happened. */
export const MoveCashForm = ({ move }: { readonly move: CashMove }) => {
  const { title, busy } = TEXTS[move]
  const [amount, setAmount] = useState('')
  const [checked, setChecked] = useState(false)
  const cash = useMoveCash(move)
  const result = CashInput.safeParse(amount)
  const error = checked && !result.success ? result.error.issues[0]?.message : undefined

  const submit = (event: FormEvent): void => {
    event.preventDefault()
    setChecked(true)
    if (!result.success) return
    // One way to write an amount, so that it is the same intent however it was typed.
    cash.mutate(printCash(parseCash(amount)), {
      onSuccess: () => {
        setAmount('')
        setChecked(false)
      },
    })
  }

  return (
    <Card title={title}>
      <form onSubmit={submit} noValidate className="grid gap-4 p-4">
        <TextField
          label={`${title} amount`}
          value={amount}
          onValue={setAmount}
          error={error}
          inputMode="decimal"
          autoComplete="off"
          placeholder="0.00"
          end="USD"
        />
        {cash.openIntent === undefined || cash.isPending ? null : (
          <Notice tone="warning">
            It is not known whether {cash.openIntent} USD went through. Send the same amount again:
            it will happen once.
          </Notice>
        )}
        {cash.error === null ? null : <Notice tone="error">{explain(cash.error)}</Notice>}
        {cash.data === undefined ? null : <Notice tone="success">{cash.data.message}</Notice>}
        <Button type="submit" busy={cash.isPending}>
          {cash.isPending ? busy : title}
        </Button>
      </form>
    </Card>
  )
}
