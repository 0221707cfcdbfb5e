import {
  useId,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  type ComponentProps,
  type ReactNode,
  type Ref,
} from 'react'

type TextFieldProps = Omit<ComponentProps<'input'>, 'onChange' | 'value' | 'ref'> & {
  readonly ref?: Ref<HTMLInputElement | null>
  readonly label: string
  readonly value: string
  readonly onValue: (value: string) => void
  readonly error?: string | undefined
  readonly hint?: ReactNode
  /** Shown inside the field, at its end: a unit or a button. */
  readonly end?: ReactNode
}

/**
 * A labeled field. What it holds changes with `value` alone: drawn again for another reason it keeps what a password
 * manager has set without an event.
 */
export const TextField = ({
  label,
  value,
  onValue,
  error,
  hint,
  end,
  ref,
  ...input
}: TextFieldProps) => {
  const id = useId()
  const element = useRef<HTMLInputElement>(null)
  useImperativeHandle<HTMLInputElement | null, HTMLInputElement | null>(ref, () => element.current)
  useLayoutEffect(() => {
    if (element.current !== null && element.current.value !== value) element.current.value = value
  }, [value])
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
          ref={element}
          id={id}
          defaultValue={value}
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
