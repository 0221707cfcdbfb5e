import { LoginRequest } from '@cnop/contracts/sessions'
import { useMutation } from '@tanstack/react-query'

import { Button } from '../../components/ui/button'
import { Notice } from '../../components/ui/notice'
import { PasswordField } from '../../components/ui/password-field'
import { TextField } from '../../components/ui/text-field'
import { explain } from '../../lib/problem'
import { logIn } from '../../lib/session'
import { useForm } from './use-form'

export const LoginForm = () => {
  const login = useMutation({ mutationFn: logIn })
  const form = useForm(LoginRequest, { username: '', password: '' }, login.error)
  return (
    <form
      onSubmit={(event) => form.submit(event, () => login.mutate(form.values))}
      noValidate
      className="grid gap-4"
    >
      <TextField
        {...form.field('username')}
        label="Username or email"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        required
      />
      <PasswordField {...form.field('password')} autoComplete="current-password" />
      {login.error === null ? null : <Notice tone="error">{explain(login.error)}</Notice>}
      <Button type="submit" busy={login.isPending}>
        {login.isPending ? 'Logging in …' : 'Log in'}
      </Button>
    </form>
  )
}
