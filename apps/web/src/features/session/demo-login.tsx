import { useMutation } from '@tanstack/react-query'
import { useNavigate } from 'react-router-dom'

import { Button } from '../../components/ui/button'
import { Notice } from '../../components/ui/notice'
import { explain } from '../../lib/problem'
import { logIn } from '../../lib/session'

/** `username:password` of an account to try, where the one who built the page provides one. */
const DEMO_ACCOUNT: unknown = import.meta.env['VITE_DEMO_ACCOUNT']

const demoCredentials = (): { username: string; password: string } | undefined => {
  if (typeof DEMO_ACCOUNT !== 'string') return undefined
  const [username, password] = DEMO_ACCOUNT.split(':')
  return username && password ? { username, password } : undefined
}

type DemoLoginProps = {
  /** Also says how to log in by hand, for who wants to try that or use the API. */
  readonly credentialsShown?: boolean
  /** Where to go then, from a page that is not left by itself. */
  readonly to?: string
}

/** One click into an account with a history. */
export const DemoLogin = ({ credentialsShown = false, to }: DemoLoginProps) => {
  const credentials = demoCredentials()
  const navigate = useNavigate()
  const login = useMutation({
    mutationFn: logIn,
    onSuccess: () => {
      if (to !== undefined) void navigate(to)
    },
  })
  if (credentials === undefined) return null
  return (
    <>
      <Button look="secondary" busy={login.isPending} onClick={() => login.mutate(credentials)}>
        {login.isPending ? 'Logging in …' : 'Try the demo account'}
      </Button>
      {credentialsShown ? (
        <p className="text-center text-xs wrap-anywhere text-muted">
          Username <code className="text-ink select-all">{credentials.username}</code>, password{' '}
          <code className="text-ink select-all">{credentials.password}</code>
        </p>
      ) : null}
      {login.error === null ? null : <Notice tone="error">{explain(login.error)}</Notice>}
    </>
  )
}
