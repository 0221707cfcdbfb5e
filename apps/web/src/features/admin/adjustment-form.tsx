import { adjustBalance } from '@cnop/contracts/admin'

import { useAdjustBalance } from '../../api/admin-users'
import { Button } from '../../components/ui/button'
import { Outcome } from '../../components/ui/outcome'
import { TextField } from '../../components/ui/text-field'
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
        form.submit(event, () => adjust.mutate(form.values, { onSuccess: form.clear }))
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
      <div>
        <Button type="submit" look="secondary" busy={adjust.isPending}>
          Adjust the balance
        </Button>
      </div>
    </form>
  )
}
