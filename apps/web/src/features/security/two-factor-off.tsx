import { disableTwoFactor } from '@cnop/contracts/two-factor'

import { useDisableTwoFactor } from '../../api/two-factor'
import { Button } from '../../components/ui/button'
import { Outcome } from '../../components/ui/outcome'
import { PasswordField } from '../../components/ui/password-field'
import { TextField } from '../../components/ui/text-field'
import { UsernameField } from '../../components/ui/username-field'
import { useForm } from '../../lib/use-form'

const FIELDS = ['current_password', 'code']

/** Turning it off takes both factors. */
export const TwoFactorOff = ({ onEnd }: { readonly onEnd: () => void }) => {
  const off = useDisableTwoFactor()
  const form = useForm(disableTwoFactor.schema.body, { current_password: '', code: '' }, off.error)
  return (
    <form
      noValidate
      className="grid gap-4"
      onSubmit={(event) =>
        form.submit(event, (entered) => off.mutate(entered, { onSuccess: onEnd }))
      }
    >
      <UsernameField />
      <PasswordField
        {...form.field('current_password')}
        label="Your password"
        autoComplete="current-password"
      />
      <TextField
        {...form.field('code')}
        label="Code of the app, or a recovery code"
        autoComplete="one-time-code"
      />
      <Outcome of={off} fields={FIELDS} />
      <div className="flex gap-2">
        <Button type="submit" busy={off.isPending}>
          {off.isPending ? 'Turning it off …' : 'Turn it off'}
        </Button>
        <Button look="quiet" onClick={onEnd}>
          Leave it on
        </Button>
      </div>
    </form>
  )
}
