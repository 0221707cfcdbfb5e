import { resetTwoFactor } from '@cnop/contracts/admin'

import { useResetTwoFactor } from '../../api/admin-users'
import { Button } from '../../components/ui/button'
import { Outcome } from '../../components/ui/outcome'
import { TextField } from '../../components/ui/text-field'
import { useForm } from '../../lib/use-form'

const Reset = resetTwoFactor.schema.body

/** For someone who has lost the app and the recovery codes; always for a reason. */
export const TwoFactorResetForm = ({ username }: { readonly username: string }) => {
  const reset = useResetTwoFactor(username)
  const form = useForm(Reset, { reason: '' }, reset.error)
  return (
    <form
      noValidate
      className="grid gap-3 border-t border-line p-4"
      onSubmit={(event) => form.submit(event, (entered) => reset.mutate(entered))}
    >
      <p className="text-sm text-muted">
        Two-factor log-in is on. Turn it off only for someone who has lost the app and the recovery
        codes, and has shown who they are: the password alone is enough then.
      </p>
      <TextField {...form.field('reason')} label="Reason to turn off two-factor log-in" />
      <Outcome of={reset} done="Done, and recorded." />
      <div>
        <Button type="submit" look="secondary" busy={reset.isPending}>
          Turn off two-factor log-in
        </Button>
      </div>
    </form>
  )
}
