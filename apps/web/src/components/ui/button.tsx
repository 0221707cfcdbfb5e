import type { ComponentProps, MouseEvent } from 'react'
import { Link } from 'react-router-dom'

type Look = 'primary' | 'secondary' | 'quiet'

const LOOKS: Record<Look, string> = {
  primary: 'bg-accent text-on-accent hover:bg-accent-strong forced-colors:border-2',
  secondary: 'border border-line bg-surface text-ink hover:bg-raised',
  quiet: 'text-ink hover:bg-raised forced-colors:border',
}

const classes = (look: Look, small = false): string =>
  `inline-flex print:hidden items-center justify-center gap-2 rounded-control font-semibold transition-colors disabled:opacity-55 aria-busy:cursor-progress aria-busy:opacity-55 ${small ? 'min-h-7 px-2.5 py-0.5 text-xs' : 'min-h-10 px-4 py-2 text-sm'} ${LOOKS[look]}`

export const Button = ({
  look = 'primary',
  busy = false,
  children,
  className = '',
  type = 'button',
  small = false,
  onClick,
  ...rest
}: ComponentProps<'button'> & {
  readonly look?: Look
  /** What it set off is under way: pressed again it does nothing. It keeps the focus, which a disabled one loses. */
  readonly busy?: boolean
  /** In a table or beside a title. */
  readonly small?: boolean
}) => (
  <button
    {...rest}
    type={type}
    aria-busy={busy || undefined}
    aria-disabled={busy || undefined}
    // Also what Enter in a field of the form does.
    onClick={busy ? prevent : onClick}
    className={`${classes(look, small)} ${className}`}
  >
    {children}
  </button>
)

const prevent = (event: MouseEvent): void => event.preventDefault()

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
