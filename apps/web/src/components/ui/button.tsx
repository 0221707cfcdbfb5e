import type { ComponentProps } from 'react'
import { Link } from 'react-router-dom'

type Look = 'primary' | 'secondary' | 'quiet'

const LOOKS: Record<Look, string> = {
  primary: 'bg-accent text-on-accent hover:bg-accent-strong',
  secondary: 'border border-line bg-surface text-ink hover:bg-raised',
  quiet: 'text-ink hover:bg-raised',
}

const classes = (look: Look, small = false): string =>
  `inline-flex items-center justify-center gap-2 rounded-control font-semibold transition-colors disabled:opacity-55 ${small ? 'min-h-7 px-2.5 py-0.5 text-xs' : 'min-h-10 px-4 py-2 text-sm'} ${LOOKS[look]}`

export const Button = ({
  look = 'primary',
  busy = false,
  disabled,
  children,
  className = '',
  type = 'button',
  small = false,
  ...rest
}: ComponentProps<'button'> & {
  readonly look?: Look
  readonly busy?: boolean
  /** In a table or beside a title. */
  readonly small?: boolean
}) => (
  <button
    {...rest}
    type={type}
    disabled={disabled === true || busy}
    aria-busy={busy}
    className={`${classes(look, small)} ${className}`}
  >
    {children}
  </button>
)

export const ButtonLink = ({
  look = 'primary',
  to,
  children,
}: {
  readonly look?: Look
  readonly to: string
  readonly children: React.ReactNode
}) => (
  <Link to={to} className={classes(look)}>
    {children}
  </Link>
)
