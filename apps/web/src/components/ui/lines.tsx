import type { ReactNode } from 'react'

/** Names on the left, values on the right, one pair a line, like a receipt. */
export const Lines = ({
  lines,
}: {
  readonly lines: readonly (readonly [label: string, value: ReactNode])[]
}) => (
  <dl className="grid gap-1 text-sm">
    {lines.map(([label, value]) => (
      <div key={label} className="flex justify-between gap-4">
        <dt className="shrink-0 text-muted">{label}</dt>
        <dd className="text-right font-medium wrap-anywhere">{value}</dd>
      </div>
    ))}
  </dl>
)
