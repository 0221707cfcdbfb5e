import { useId } from 'react'

type ChoiceProps<Value extends string> = {
  /** What is chosen, for those who cannot see the group. */
  readonly label: string
  readonly value: Value
  readonly options: readonly {
    readonly value: Value
    readonly label: string
    readonly tone?: 'up' | 'down'
  }[]
  readonly onValue: (value: Value) => void
}

const TONES = { up: 'has-checked:text-up', down: 'has-checked:text-down' }

/** One of a few, all in sight: radio buttons that look like a switch. */
export const Choice = <Value extends string>({
  label,
  value,
  options,
  onValue,
}: ChoiceProps<Value>) => {
  const name = useId()
  return (
    <fieldset className="flex rounded-control bg-raised p-1">
      <legend className="sr-only">{label}</legend>
      {options.map((option) => (
        <label
          key={option.value}
          className={`flex-1 cursor-pointer rounded-control px-1.5 py-1.5 text-center whitespace-nowrap sm:px-3 text-sm font-semibold text-muted has-checked:bg-thumb has-checked:shadow-sm has-focus-visible:outline-2 has-focus-visible:outline-accent ${option.tone === undefined ? 'has-checked:text-ink' : TONES[option.tone]}`}
        >
          <input
            type="radio"
            name={name}
            value={option.value}
            checked={option.value === value}
            onChange={() => onValue(option.value)}
            className="sr-only"
          />
          {option.label}
        </label>
      ))}
    </fieldset>
  )
}
