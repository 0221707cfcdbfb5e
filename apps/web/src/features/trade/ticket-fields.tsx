import { AmountField } from '../../components/ui/amount-field'
import { Choice } from '../../components/ui/choice'
import { readSize, type Means, type Ticket } from './estimate'
import { GoodUntil, LimitPrice } from './limit-fields'
import { ShareButtons } from './share-buttons'
import type { useTicket } from './use-ticket'

const SIDES = [
  { value: 'buy', label: 'Buy', tone: 'up' },
  { value: 'sell', label: 'Sell', tone: 'down' },
] as const

const KINDS = [
  { value: 'market', label: 'Market' },
  { value: 'limit', label: 'Limit' },
] as const

const UNITS = [
  { value: 'usd', label: 'USD' },
  { value: 'quantity', label: 'Quantity' },
] as const

type TicketFieldsProps = {
  readonly symbol: string
  readonly means: Means
  readonly ticket: Ticket
  readonly form: Pick<
    ReturnType<typeof useTicket>,
    'change' | 'changeUnit' | 'chooseKind' | 'errorOf' | 'fillInShare' | 'leaveField'
  >
}

/** What a person puts into an order. */
export const TicketFields = ({ symbol, means, ticket, form }: TicketFieldsProps) => {
  const { side, kind, unit, amount } = ticket
  const size = readSize(ticket)
  return (
    <>
      <Choice
        label="Side"
        value={side}
        options={SIDES}
        onValue={(value) => form.change({ side: value })}
      />
      <Choice label="Kind" value={kind} options={KINDS} onValue={form.chooseKind} />
      {kind === 'market' ? (
        <Choice label="Amount in" value={unit} options={UNITS} onValue={form.changeUnit} />
      ) : (
        <LimitPrice means={means} ticket={ticket} form={form} />
      )}
      <AmountField
        label={unit === 'usd' ? 'Amount in USD' : 'Quantity'}
        value={amount}
        onValue={(value) => form.change({ amount: value })}
        onBlur={form.leaveField}
        error={form.errorOf('amount')}
        hint={ticket.capped}
        readAs={'amount' in size ? size.readAs : undefined}
        end={unit === 'usd' ? 'USD' : symbol}
      />
      <ShareButtons
        of={side === 'buy' ? 'your cash' : `your ${symbol}`}
        nothing={(side === 'buy' ? means.cashAvailable : means.quantityAvailable) <= 0n}
        onShare={form.fillInShare}
      />
      {kind === 'limit' ? <GoodUntil ticket={ticket} form={form} /> : null}
    </>
  )
}
