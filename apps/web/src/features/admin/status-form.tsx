import type { AdminUser } from '@cnop/contracts/accounts'
import { changeUserStatus } from '@cnop/contracts/admin'

import { useChangeStatus } from '../../api/admin-users'
import { Button } from '../../components/ui/button'
import { Outcome } from '../../components/ui/outcome'
import { TextField } from '../../components/ui/text-field'
import { useForm } from '../../lib/use-form'

const Reason = changeUserStatus.schema.body.pick({ reason: true })

/** Shuts someone out, or lets them in again; always for a reason. */
export const StatusForm = ({ user }: { readonly user: AdminUser }) => {
  const change = useChangeStatus(user.username)
  const form = useForm(Reason, { reason: '' }, change.error)
  const suspended = user.status === 'suspended'
  const act = suspended ? 'Reactivate' : 'Suspend'
  const status = suspended ? 'active' : 'suspended'
  return (
    <form
      noValidate
      className="grid gap-3 p-4"
      onSubmit={(event) =>
        form.submit(event, (entered) =>
          change.mutate({ status, ...entered }, { onSuccess: form.clear }),
        )
      }
    >
      <p className="text-sm text-muted">
        {suspended
          ? 'Suspended: tokens, sessions and API keys are refused, and so is a log-in.'
          : 'Active. Suspended, they are out at once; their money stays where it is.'}
      </p>
      <TextField {...form.field('reason')} label={`Reason to ${act.toLowerCase()}`} />
      <Outcome of={change} done="Done, and recorded." />
      <div>
        <Button type="submit" look="secondary" busy={change.isPending}>
          {act}
        </Button>
      </div>
    </form>
  )
}
