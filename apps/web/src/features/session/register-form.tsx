import { RegisterRequest } from '@cnop/contracts/accounts'
import { Link } from 'react-router-dom'

import { NotLoggedIn, useRegister } from '../../api/register'
import { Button } from '../../components/ui/button'
import { Notice } from '../../components/ui/notice'
import { PasswordChecklist } from '../../components/ui/password-checklist'
import { PasswordField } from '../../components/ui/password-field'
import { TextField } from '../../components/ui/text-field'
import { paths } from '../../lib/paths'
import { explain, refusedFields } from '../../lib/problem'
import { useForm } from '../../lib/use-form'

const EMPTY = { first_name: '', last_name: '', username: '', email: '', password: '' }

export const RegisterForm = () => {
  const register = useRegister()
  const form = useForm(RegisterRequest, EMPTY, register.error)
  return (
    <form
      onSubmit={(event) => form.submit(event, (entered) => register.mutate(entered))}
      noValidate
      className="grid gap-4"
    >
      <div className="grid items-start gap-4 sm:grid-cols-2">
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
        spellCheck={false}
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
      <Failure error={register.error} />
      <Button type="submit" busy={register.isPending}>
        {register.isPending ? 'Creating your account …' : 'Create account'}
      </Button>
    </form>
  )
}

const Failure = ({ error }: { readonly error: unknown }) => {
  if (error === null) return null
  if (error instanceof NotLoggedIn)
    return (
      <Notice tone="warning">
        {error.message}{' '}
        <Link to={paths.login} className="font-medium underline">
          Log in
        </Link>
      </Notice>
    )
  const besideFields = refusedFields(error).size > 0
  return (
    <Notice tone="error">
      {besideFields ? 'The account could not be opened: see the marked field.' : explain(error)}
    </Notice>
  )
}
