import type { ReactNode } from 'react'

type CheckFieldProps = {
  readonly label: string
  readonly checked: boolean
  readonly onChecked: (checked: boolean) => void
  readonly hint?: ReactNode
}

/** Yes or no. */
export const CheckField = ({ label, checked, onChecked, hint }: CheckFieldProps) => (
  <label className="flex print:hidden cursor-pointer items-start gap-2.5 py-1 text-sm">
    <input
      type="checkbox"
      checked={checked}
      onChange={(event) => onChecked(event.target.checked)}
      className="mt-0.5 size-4 shrink-0 accent-accent"
    />
    <span>
      {label}
      {hint === undefined ? null : <span className="block text-xs text-muted">{hint}</span>}
    </span>
  </label>
)
