import { isNegative, isPositive } from '../../lib/format'

/** A gain or a loss: by sign, arrow and colour, so that no one needs to see the colour. */
export const Change = ({ value, text }: { readonly value: string; readonly text: string }) => {
  const up = isPositive(value)
  const down = isNegative(value)
  let look = 'text-muted'
  if (up) look = 'text-up'
  if (down) look = 'text-down'
  return (
    <span className={`whitespace-nowrap ${look}`}>
      {up || down ? (
        <span aria-hidden="true" className="mr-1 text-[0.7em]">
          {up ? '▲' : '▼'}
        </span>
      ) : null}
      {text}
    </span>
  )
}
