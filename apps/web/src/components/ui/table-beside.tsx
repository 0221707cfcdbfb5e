import { useState, type ReactNode } from 'react'

/** What a chart shows, in figures, for those who want or need them. They are made when they are opened. */
export const TableBeside = ({
  summary,
  children,
}: {
  readonly summary: string
  readonly children: ReactNode
}) => {
  const [open, setOpen] = useState(false)
  return (
    <details
      className="rounded-control border border-line"
      onToggle={(event) => setOpen(event.currentTarget.open)}
    >
      <summary className="cursor-pointer px-3 py-2 text-sm font-medium text-muted hover:text-ink">
        {summary}
      </summary>
      {open ? <div className="max-h-72 overflow-y-auto">{children}</div> : null}
    </details>
  )
}
