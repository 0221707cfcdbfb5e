import { TimeInForce } from '@cnop/contracts/orders'
import { printPrice } from '@cnop/money/text'

import { AmountField } from '../../components/ui/amount-field'
import { Button } from '../../components/ui/button'
import { SelectField } from '../../components/ui/select-field'
import { exactPrice } from '../../lib/exact-price'
import { readAmount, writeAmount } from '../../lib/read-amount'
import type { Means, Ticket } from './estimate'
import { GOOD_UNTIL } from './good-until'
import { limitShortcuts } from './limit-shortcuts'
import type { useTicket } from './use-ticket'

const UNTIL = TimeInForce.options.map((value) => ({ value, label: GOOD_UNTIL[value] }))

type LimitFieldsProps = {
  readonly means: Means
  readonly ticket: Ticket
  readonly form: Pick<ReturnType<typeof useTicket>, 'change' | 'errorOf' | 'leaveField'>
}

/** The price a limit order waits for, with the market's beside it. */
export const LimitPrice = ({ means, ticket, form }: LimitFieldsProps) => {
  const price = readAmount(ticket.limitPrice, 'price')
  return (
    <div className="grid gap-2">
      <AmountField
        label="Limit price"
        value={ticket.limitPrice}
        onValue={(limitPrice) => form.change({ limitPrice })}
        onBlur={form.leaveField}
        error={form.errorOf('limitPrice')}
        hint={`The price now is ${exactPrice(printPrice(means.price))}.`}
        readAs={'amount' in price ? price.readAs : undefined}
        end="USD"
      />
      <div role="group" aria-label="Prices to choose" className="grid grid-cols-3 gap-2">
        {limitShortcuts(ticket.side, means.price).map(({ label, limitPrice }) => (
          <Button
            key={label}
            look="secondary"
            small
            className="whitespace-nowrap"
            onClick={() => form.change({ limitPrice: writeAmount(limitPrice) })}
          >
            {label}
          </Button>
        ))}
      </div>
    </div>
  )
}

/** How long it waits. */
export const GoodUntil = ({ ticket, form }: Omit<LimitFieldsProps, 'means'>) => (
  <SelectField
    label="Good until"
    value={ticket.until}
    options={UNTIL}
    onValue={(until) => form.change({ until })}
  />
)
