import { formatQuantity } from '../../lib/format'
import { shortQuantity } from '../../lib/short-quantity'

/** A quantity in a table: cut short where there is little room, to the last digit where there is more. */
export const Quantity = ({ value }: { readonly value: string }) => {
  const whole = formatQuantity(value)
  return (
    <>
      <span className="@2xl:hidden" title={whole}>
        {formatQuantity(shortQuantity(value))}
      </span>
      <span className="hidden @2xl:inline">{whole}</span>
    </>
  )
}
