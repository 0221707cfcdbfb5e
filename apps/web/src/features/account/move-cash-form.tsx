import { isUndecided } from '@cnop/client/problem'
import type { MoveCashAnswer } from '@cnop/contracts/balance'
import { parseCash, printCash } from '@cnop/money/text'
import { useState, type FormEvent } from 'react'

import { useMoveCash, type CashMove } from '../../api/move-cash'
import { AmountField } from '../../components/ui/amount-field'
import { Button } from '../../components/ui/button'
import { Card } from '../../components/ui/card'
import { Notice } from '../../components/ui/notice'
import { UnknownOutcome } from '../../components/ui/unknown-outcome'
import { dollars, formatTime, formatUsd } from '../../lib/format'
import { explain } from '../../lib/problem'
import { readAmount, writeAmount } from '../../lib/read-amount'
import { MaxButton } from './max-button'

const TEXTS = {
  deposit: { title: 'Deposit', busy: 'Depositing …', done: 'Deposited' },
  withdraw: { title: 'Withdraw', busy: 'Withdrawing …', done: 'Withdrew' },
} as const

const NONE: readonly string[] = []

type MoveCashFormProps = {
  readonly move: CashMove
  /** Amounts to choose with one click. */
  readonly suggestions?: readonly string[]
}

type Field = {
  readonly amount: string
  /** Why a button filled in less than it stands for. */
  readonly capped?: string | undefined
}

const EMPTY: Field = { amount: '' }

/** Moves money in or out. What was typed stays until it has happened. */
export const MoveCashForm = ({ move, suggestions = NONE }: MoveCashFormProps) => {
  const { title, busy } = TEXTS[move]
  const [{ amount, capped }, setField] = useState<Field>(EMPTY)
  const [checked, setChecked] = useState(false)
  const cash = useMoveCash(move)
  const read = readAmount(amount, 'cash')
  const error = 'error' in read && (checked || read.early) ? read.error : undefined

  /** What became of the last one goes once the next is begun. */
  const edit = (typed: string, why?: string): void => {
    if (!cash.isPending) cash.reset()
    setField({ amount: typed, capped: why })
  }

  const submit = (event: FormEvent): void => {
    event.preventDefault()
    setChecked(true)
    cash.reset()
    if ('error' in read) return
    // One way to write an amount, so that it is the same intent however it was typed.
    cash.mutate(printCash(parseCash(read.amount)), {
      onSuccess: () => {
        setField(EMPTY)
        setChecked(false)
      },
    })
  }

  return (
    <Card title={title}>
      <form onSubmit={submit} noValidate className="grid gap-3 p-4">
        <AmountField
          label={`${title} amount`}
          value={amount}
          onValue={(typed) => edit(typed)}
          onBlur={() => setChecked(amount !== '')}
          error={error}
          hint={capped}
          readAs={'amount' in read ? read.readAs : undefined}
          end={
            <>
              {move === 'withdraw' ? <MaxButton onChoose={edit} /> : null}
              USD
            </>
          }
        />
        <Suggestions amounts={suggestions} onChoose={(suggested) => edit(writeAmount(suggested))} />
        <Outcome move={move} cash={cash} />
        <Button type="submit" busy={cash.isPending}>
          {cash.isPending ? busy : title}
        </Button>
      </form>
    </Card>
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
          {dollars(amount)}
        </Button>
      ))}
    </div>
  )

/** Done, refused, or not known yet: then the same amount can be sent again without happening twice. */
const Outcome = ({
  move,
  cash,
}: {
  readonly move: CashMove
  readonly cash: ReturnType<typeof useMoveCash>
}) => (
  <>
    {cash.error === null || isNoted(cash) ? null : (
      <Notice tone="error">{explain(cash.error)}</Notice>
    )}
    {cash.isPending
      ? null
      : cash.openAmounts.map((amount) => (
          <UnknownOutcome
            key={amount}
            why={amount === cash.variables ? cash.error : null}
            onAgain={() => cash.mutate(amount)}
            onForget={() => cash.forget(amount)}
          >
            It is not known whether {formatUsd(amount)} went through. Sent again, it still happens
            only once. Before you forget it, look at your transactions: it may have happened.
          </UnknownOutcome>
        ))}
    {cash.data === undefined ? null : (
      <Notice tone="success">
        {cash.wasOpen ? 'It is settled now, and has happened once: ' : null}
        {wordsOf(move, cash.data)}
      </Notice>
    )}
  </>
)

/** What is open is told in its own notice, with the reason in it. */
const isNoted = ({ error, variables, openAmounts }: ReturnType<typeof useMoveCash>): boolean =>
  isUndecided(error) && variables !== undefined && openAmounts.includes(variables)

/** With the time, so that the same amount moved again is seen to be another time. */
const wordsOf = (move: CashMove, { amount, timestamp }: MoveCashAnswer): string =>
  `${TEXTS[move].done} ${formatUsd(amount.replace('-', ''))} at ${formatTime(timestamp)}.`
