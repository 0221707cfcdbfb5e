import { passwordRules } from '@cnop/contracts/password-rules'

/** What the password still needs, ticked off while typing. */
export const PasswordChecklist = ({ password }: { readonly password: string }) => (
  <ul className="grid gap-x-4 gap-y-1 pt-1 sm:grid-cols-2">
    {passwordRules.map(({ message, holds }) => {
      const met = password !== '' && holds(password)
      return (
        <li key={message} className={met ? 'text-up' : ''}>
          <span aria-hidden="true" className="inline-block w-4">
            {met ? '✓' : '·'}
          </span>
          {message}
          <span className="sr-only">{met ? ', met' : ', not met'}</span>
        </li>
      )
    })}
  </ul>
)
