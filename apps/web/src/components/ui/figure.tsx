import type { ReactNode } from 'react'

/** A number with its name. */
export const Figure = ({
  label,
  children,
  large = false,
}: {
  readonly label: string
  readonly children: ReactNode
  readonly large?: boolean
}) => (
  <div className="min-w-0">
    <dt className="text-xs font-medium text-muted">{label}</dt>
    <dd
      className={`mt-1 truncate font-semibold ${large ? 'text-2xl tracking-tight' : 'text-base'}`}
    >
      {children}
    </dd>
  </div>
)
