import type { AssetColumn } from './asset-columns'
import { nextOrder, type AssetOrder } from './select-assets'

type SortButtonProps = {
  readonly column: AssetColumn
  readonly label: string
  readonly order: AssetOrder
  readonly onOrder: (order: AssetOrder) => void
}

/** The head of a column that sorts by it; the arrow stands outside, so that heads stay flush with figures. */
export const SortButton = ({ column, label, order, onOrder }: SortButtonProps) => {
  const sorted = order.column === column
  const arrow = order.direction === 'ascending' ? '↑' : '↓'
  return (
    <button
      type="button"
      onClick={() => onOrder(nextOrder(order, column))}
      className={`py-1 hover:text-ink ${sorted ? 'font-semibold text-ink' : ''}`}
    >
      {sorted && column !== 'name' ? <span aria-hidden="true">{arrow} </span> : null}
      {label}
      {sorted && column === 'name' ? <span aria-hidden="true"> {arrow}</span> : null}
    </button>
  )
}
