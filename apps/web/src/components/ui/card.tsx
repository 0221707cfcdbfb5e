import type { ReactNode } from 'react'

/** A titled part of a page. */
export const Card = ({
  title,
  action,
  children,
}: {
  readonly title?: string
  readonly action?: ReactNode
  readonly children: ReactNode
}) => (
  <section className="min-w-0 overflow-hidden rounded-card border border-line bg-surface">
    {title === undefined ? null : (
      <header className="flex min-h-11 items-center justify-between gap-3 border-b border-line px-4 py-2">
        <h2 className="text-sm font-semibold">{title}</h2>
        {action}
      </header>
    )}
    {children}
  </section>
)
