import { useId, type ComponentProps, type ReactNode } from 'react'

type TextFieldProps = Omit<ComponentProps<'input'>, 'onChange' | 'value'> & {
  readonly label: string
  readonly value: string
  readonly onValue: (value: string) => void
  readonly error?: string | undefined
  readonly hint?: ReactNode
  /** Shown inside the field, at its end: a unit or a button. */
  readonly end?: ReactNode
}

export const TextField = ({ label, onValue, error, hint, end, ...input }: TextFieldProps) => {
  const id = useId()
  const describedBy = [
    error === undefined ? [] : [`${id}-error`],
    hint ? [`${id}-hint`] : [],
  ].flat()
  return (
    <div className="grid min-w-0 grid-cols-1 gap-1 print:hidden">
      <label htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      <div
        className={`flex items-center rounded-control border bg-surface focus-within:outline-2 focus-within:outline-accent ${error === undefined ? 'border-field' : 'border-down'}`}
      >
        <input
          {...input}
          id={id}
          onChange={(event) => onValue(event.target.value)}
          aria-invalid={error !== undefined}
          aria-describedby={describedBy.join(' ') || undefined}
          className="min-h-10 w-full min-w-0 bg-transparent px-3 py-2 outline-none placeholder:text-muted"
        />
        {end === undefined ? null : <span className="shrink-0 pr-2 text-sm text-muted">{end}</span>}
      </div>
      {hint === undefined ? null : (
        <div id={`${id}-hint`} className="text-xs text-muted">
          {hint}
        </div>
      )}
      {error === undefined ? null : (
        <p id={`${id}-error`} className="text-sm text-down">
          {error}
        </p>
      )}
    </div>
  )
}
