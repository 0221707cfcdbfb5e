import { useState, type ReactNode } from 'react'

import { TextField } from './text-field'

type PasswordFieldProps = {
  readonly name: string
  readonly label?: string
  readonly value: string
  readonly onValue: (value: string) => void
  readonly onBlur?: () => void
  readonly autoComplete: 'current-password' | 'new-password'
  readonly error?: string | undefined
  readonly hint?: ReactNode
}

/** A password that its owner may look at while typing. */
export const PasswordField = ({ label = 'Password', ...props }: PasswordFieldProps) => {
  const [shown, setShown] = useState(false)
  return (
    <TextField
      {...props}
      label={label}
      type={shown ? 'text' : 'password'}
      required
      end={
        <button
          type="button"
          aria-pressed={shown}
          onClick={() => setShown(!shown)}
          className="rounded-control px-2 py-1 font-medium text-accent"
        >
          {shown ? 'Hide' : 'Show'}
        </button>
      }
    />
  )
}
