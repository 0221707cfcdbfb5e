import { RegisterRequest } from '@cnop/contracts/accounts'
import type { FormEvent } from 'react'

import { useRegister } from '../../api/register'
import { Button } from '../../components/ui/button'
import { Notice } from '../../components/ui/notice'
import { PasswordField } from '../../components/ui/password-field'
import { TextField } from '../../components/ui/text-field'
import { explain } from '../../lib/problem'
import { PasswordChecklist } from './password-checklist'
import { useForm } from './use-form'

const EMPTY = { first_name: '', last_name: '', username: '', email: '', password: '' }

export const RegisterForm = () => {
  const form = useForm(RegisterRequest, EMPTY)
  const register = useRegister()

  const submit = (event: FormEvent): void => {
    event.preventDefault()
    form.showAll()
    if (form.valid) register.mutate(form.values)
  }

  return (
    <form onSubmit={submit} noValidate className="grid gap-4">
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField
          {...form.field('first_name')}
          label="First name"
          autoComplete="given-name"
          required
        />
        <TextField
          {...form.field('last_name')}
          label="Last name"
          autoComplete="family-name"
          required
        />
      </div>
      <TextField
        {...form.field('username')}
        label="Username"
        autoComplete="username"
        autoCapitalize="none"
        required
      />
      <TextField
        {...form.field('email')}
        label="Email"
        type="email"
        autoComplete="email"
        required
      />
      <PasswordField
        {...form.field('password')}
        autoComplete="new-password"
        hint={<PasswordChecklist password={form.values.password} />}
      />
      {register.error === null ? null : <Notice tone="error">{explain(register.error)}</Notice>}
      <Button type="submit" busy={register.isPending}>
        {register.isPending ? 'Creating your account …' : 'Create account'}
      </Button>
    </form>
  )
}
