import { ApiProblem } from '@cnop/client/problem'
import { LoginRequest } from '@cnop/contracts/sessions'
import { useMutation } from '@tanstack/react-query'
import { useLayoutEffect, useRef, useState, type ComponentProps } from 'react'
import { z } from 'zod'

import { Button } from '../../components/ui/button'
import { Notice } from '../../components/ui/notice'
import { PasswordField } from '../../components/ui/password-field'
import { TextField } from '../../components/ui/text-field'
import { explain } from '../../lib/problem'
import { logIn } from '../../lib/session'
import { useForm } from '../../lib/use-form'

const EMPTY = { username: '', password: '', two_factor_code: '' }

/** The form before the server has asked for a code of two-factor log-in. */
const FirstStep = z.object({
  username: LoginRequest.shape.username,
  password: LoginRequest.shape.password,
})
const SecondStep = LoginRequest.required({ two_factor_code: true })

/** Name and password; then, of who has that, a code. */
export const LoginForm = () => {
  const [wantsCode, setWantsCode] = useState(false)
  const login = useMutation({ mutationFn: logIn })
  const form = useForm(wantsCode ? SecondStep : FirstStep, EMPTY, login.error)
  const send = ({ username, password, ...code }: typeof EMPTY): void =>
    login.mutate(
      { username, password, ...(wantsCode ? code : {}) },
      {
        onError: (error) => {
          if (!needsCode(error)) return
          setWantsCode(true)
          form.untried()
        },
      },
    )
  return (
    <form onSubmit={(event) => form.submit(event, send)} noValidate className="grid gap-4">
      {wantsCode ? (
        <Code {...form.field('two_factor_code')} />
      ) : (
        <>
          <TextField
            {...form.field('username')}
            label="Username or email"
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            required
          />
          <PasswordField {...form.field('password')} autoComplete="current-password" />
        </>
      )}
      {login.error === null || needsCode(login.error) ? null : (
        <Notice tone="error">{explain(login.error)}</Notice>
      )}
      <Button type="submit" busy={login.isPending}>
        {login.isPending ? 'Logging in …' : 'Log in'}
      </Button>
      {wantsCode ? (
        <Button
          look="quiet"
          onClick={() => {
            login.reset()
            setWantsCode(false)
            form.clear()
          }}
        >
          Begin again
        </Button>
      ) : null}
    </form>
  )
}

const needsCode = (error: unknown): boolean =>
  error instanceof ApiProblem && error.code === 'TWO_FACTOR_REQUIRED'

const Code = (field: Omit<ComponentProps<typeof TextField>, 'label'>) => {
  const input = useRef<HTMLInputElement>(null)
  // Before it is painted: whoever types at once types here.
  useLayoutEffect(() => input.current?.focus(), [])
  return (
    <TextField
      {...field}
      ref={input}
      label="Two-factor code"
      inputMode="text"
      autoComplete="one-time-code"
      hint="Six digits of your authenticator app, or one of your recovery codes."
    />
  )
}
