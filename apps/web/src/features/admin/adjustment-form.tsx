import { adjustBalance } from '@cnop/contracts/admin'
import { SignedCashInput, decimalText } from '@cnop/contracts/wire'
import { z } from 'zod'

import { useAdjustBalance } from '../../api/admin-users'
import { Button } from '../../components/ui/button'
import { Notice } from '../../components/ui/notice'
import { Outcome } from '../../components/ui/outcome'
import { TextField } from '../../components/ui/text-field'
import { formatGain } from '../../lib/format'
import { readSignedCash } from '../../lib/read-amount'
import { useForm } from '../../lib/use-form'

const Fields = adjustBalance.schema.body.extend({
  amount: z.preprocess(
    (typed) => (typeof typed === 'string' ? readSignedCash(typed).amount : typed),
    SignedCashInput,
  ),
})

/** Corrects a balance for a reason. Sent again after a lost answer, it still happens once. */
export const AdjustmentForm = ({ username }: { readonly username: string }) => {
  const adjust = useAdjustBalance(username)
  const form = useForm(Fields, { amount: '', reason: '' }, adjust.error)
  const { readAs } = readSignedCash(form.values.amount)
  return (
    <form
      noValidate
      className="grid gap-3 p-4"
      onSubmit={(event) =>
        form.submit(event, (entered) =>
          adjust.mutate(
            { ...entered, amount: readSignedCash(entered.amount).amount },
            { onSuccess: form.clear },
          ),
        )
      }
    >
      <TextField
        {...form.field('amount')}
        label="Amount to add"
        hint={['Use a negative amount to deduct.', readAs ?? []].flat().join(' ')}
        autoComplete="off"
        end="USD"
      />
      <TextField {...form.field('reason')} label="Reason of the adjustment" />
      <Outcome of={adjust} done={adjust.data?.message} />
      {adjust.isPending
        ? null
        : adjust.openAdjustments.map((adjustment) => (
            <Unknown
              key={`${adjustment.amount} ${adjustment.reason}`}
              {...adjustment}
              onAgain={() => adjust.mutate(adjustment)}
            />
          ))}
      <div>
        <Button type="submit" look="secondary" busy={adjust.isPending}>
          Adjust the balance
        </Button>
      </div>
    </form>
  )
}

type UnknownProps = {
  readonly amount: string | number
  readonly reason: string
  readonly onAgain: () => void
}

/** The answer was lost. */
const Unknown = ({ amount, reason, onAgain }: UnknownProps) => (
  <Notice tone="warning">
    <p>
      It is not known whether {formatGain(decimalText(amount))} for “{reason}” went through. Sent
      again, it still happens only once.
    </p>
    <Button look="secondary" className="mt-2" onClick={onAgain}>
      Send it again
    </Button>
  </Notice>
)
