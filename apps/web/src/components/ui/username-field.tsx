import { useSession } from '../../lib/use-session'

/** Tells a password manager, and nobody else, whose password a form asks for. */
export const UsernameField = () => {
  const session = useSession()
  return (
    <input
      type="text"
      name="username"
      autoComplete="username"
      value={session.state === 'signed-in' ? session.user.username : ''}
      readOnly
      hidden
    />
  )
}
