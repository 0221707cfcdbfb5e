import { PasswordChange } from '@cnop/contracts/accounts'
import { useState } from 'react'

import { useChangePassword } from '../../api/profile'
import { Button } from '../../components/ui/button'
import { CheckField } from '../../components/ui/check-field'
import { Outcome } from '../../components/ui/outcome'
import { PasswordChecklist } from '../../components/ui/password-checklist'
import { PasswordField } from '../../components/ui/password-field'
import { UsernameField } from '../../components/ui/username-field'
import { useForm } from '../../lib/use-form'

const EMPTY = { current_password: '', new_password: '' }

export const PasswordForm = () => {
  const change = useChangePassword()
  const form = useForm(PasswordChange, EMPTY, change.error)
  const [revokesKeys, setRevokesKeys] = useState(true)
  return (
    <form
      noValidate
      className="grid gap-4 p-4"
      onSubmit={(event) =>
        form.submit(event, (entered) =>
          change.mutate({ ...entered, revoke_api_keys: revokesKeys }, { onSuccess: form.clear }),
        )
      }
    >
      <UsernameField />
      <PasswordField
        {...form.field('current_password')}
        label="Current password"
        autoComplete="current-password"
      />
      <PasswordField
        {...form.field('new_password')}
        label="New password"
        autoComplete="new-password"
        hint={<PasswordChecklist password={form.values.new_password} />}
      />
      <CheckField
        label="Revoke all API keys"
        hint="Recommended if someone else may know your password. Programs that use a key stop working."
        checked={revokesKeys}
        onChecked={setRevokesKeys}
      />
      <Outcome of={change} done={change.data?.message} fields={Object.keys(EMPTY)} />
      <div>
        <Button type="submit" busy={change.isPending}>
          {change.isPending ? 'Changing …' : 'Change password'}
        </Button>
      </div>
    </form>
  )
}
