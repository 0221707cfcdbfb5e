import { CashInput } from '@cnop/contracts/wire'
import { parseCash, printCash } from '@cnop/money/text'
import { useState, type FormEvent } from 'react'

import { useBalance } from '../../api/balance'
import { useMoveCash, type CashMove } from '../../api/move-cash'
import { Button } from '../../components/ui/button'
import { Card } from '../../components/ui/card'
import { Notice } from '../../components/ui/notice'
import { TextField } from '../../components/ui/text-field'
import { formatUsd, isPositive } from '../../lib/format'
import { explain } from '../../lib/problem'

const TEXTS = {
  deposit: { title: 'Deposit', busy: 'Depositing …' },
  withdraw: { title: 'Withdraw', busy: 'Withdrawing …' },
} as const

const NONE: readonly string[] = []

type MoveCashFormProps = {
  readonly move: CashMove
  /** Amounts to choose with one click. */
  readonly suggestions?: readonly string[]
}

/** Moves money in or out. What was typed stays until it has happened. */
export const MoveCashForm = ({ move, suggestions = NONE }: MoveCashFormProps) => {
  const { title, busy } = TEXTS[move]
  const [amount, setAmount] = useState('')
  const [checked, setChecked] = useState(false)
  const cash = useMoveCash(move)
  const result = CashInput.safeParse(amount)
  const error = checked && !result.success ? result.error.issues[0]?.message : undefined

  const submit = (event: FormEvent): void => {
    event.preventDefault()
    setChecked(true)
    cash.reset()
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
      <form onSubmit={submit} noValidate className="grid gap-3 p-4">
        <TextField
          label={`${title} amount`}
          value={amount}
          onValue={setAmount}
          onBlur={() => setChecked(amount !== '')}
          error={error}
          inputMode="decimal"
          autoComplete="off"
          placeholder="0.00"
          end={
            <>
              {move === 'withdraw' ? <Max onChoose={setAmount} /> : null}
              USD
            </>
          }
        />
        <Suggestions amounts={suggestions} onChoose={setAmount} />
        <Outcome cash={cash} />
        <Button type="submit" busy={cash.isPending}>
          {cash.isPending ? busy : title}
        </Button>
      </form>
    </Card>
  )
}

/** All there is to take out. */
const Max = ({ onChoose }: { readonly onChoose: (amount: string) => void }) => {
  const available = useBalance().data?.available
  return available === undefined || !isPositive(available) ? null : (
    <button
      type="button"
      aria-label={`Max, all that is available: ${formatUsd(available)}`}
      onClick={() => onChoose(available)}
      className="mr-1 rounded-control px-2 py-1 font-medium text-accent"
    >
      Max
    </button>
  )
}

type SuggestionsProps = {
  readonly amounts: readonly string[]
  readonly onChoose: (amount: string) => void
}

const Suggestions = ({ amounts, onChoose }: SuggestionsProps) =>
  amounts.length === 0 ? null : (
    <div role="group" aria-label="Usual amounts" className="flex gap-2">
      {amounts.map((amount) => (
        <Button
          key={amount}
          look="secondary"
          className="flex-1 px-1 py-1 font-medium"
          onClick={() => onChoose(amount)}
        >
          {formatUsd(amount).replace('.00', '')}
        </Button>
      ))}
    </div>
  )

/** Done, refused, or not known yet: then the same amount can be sent again without happening twice. */
const Outcome = ({ cash }: { readonly cash: ReturnType<typeof useMoveCash> }) => (
  <>
    {cash.error === null ? null : <Notice tone="error">{explain(cash.error)}</Notice>}
    {cash.isPending
      ? null
      : cash.openAmounts.map((amount) => (
          <Notice key={amount} tone="warning">
            <p>
              It is not known whether {formatUsd(amount)} went through. Sent again, it still happens
              only once.
            </p>
            <Button look="secondary" className="mt-2" onClick={() => cash.mutate(amount)}>
              Send it again
            </Button>
          </Notice>
        ))}
    {cash.data === undefined ? null : <Notice tone="success">{cash.data.message}</Notice>}
  </>
)
