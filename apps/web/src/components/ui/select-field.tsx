import { useId } from 'react'

type SelectFieldProps<Value extends string> = {
  readonly label: string
  readonly value: Value
  readonly options: readonly { readonly value: Value; readonly label: string }[]
  readonly onValue: (value: Value) => void
}

/** One of too many to have them all in sight. */
export const SelectField = <Value extends string>({
  label,
  value,
  options,
  onValue,
}: SelectFieldProps<Value>) => {
  const id = useId()
  return (
    <div className="grid min-w-0 grid-cols-1 gap-1 print:hidden">
      <label htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      <select
        id={id}
        value={value}
        onChange={(event) => {
          const chosen = options.find((option) => option.value === event.target.value)
          if (chosen !== undefined) onValue(chosen.value)
        }}
        className="min-h-10.5 w-full rounded-control border border-field bg-surface px-3 py-2"
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </div>
  )
}
