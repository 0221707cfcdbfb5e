import { adjustBalance } from '@cnop/contracts/admin'
import { decimalText } from '@cnop/contracts/wire'

import { useAdjustBalance } from '../../api/admin-users'
import { Button } from '../../components/ui/button'
import { Notice } from '../../components/ui/notice'
import { Outcome } from '../../components/ui/outcome'
import { TextField } from '../../components/ui/text-field'
import { formatGain } from '../../lib/format'
import { useForm } from '../../lib/use-form'

/** Corrects a balance for a reason. Sent again after a lost answer, it still happens once. */
export const AdjustmentForm = ({ username }: { readonly username: string }) => {
  const adjust = useAdjustBalance(username)
  const form = useForm(adjustBalance.schema.body, { amount: '', reason: '' }, adjust.error)
  return (
    <form
      noValidate
      className="grid gap-3 p-4"
      onSubmit={(event) =>
        form.submit(event, (entered) => adjust.mutate(entered, { onSuccess: form.clear }))
      }
    >
      <TextField
        {...form.field('amount')}
        label="Amount to add"
        hint="With a minus to take away."
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
