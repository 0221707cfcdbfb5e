import { CASH_BOUNDS } from '@cnop/contracts/wire'
import { parseCash } from '@cnop/money/text'

import { useBalance } from '../../api/balance'
import { formatUsd, isPositive } from '../../lib/format'
import { writeAmount } from '../../lib/read-amount'

type MaxButtonProps = {
  /** @param capped Why the amount is less than everything available. */
  readonly onChoose: (amount: string, capped?: string) => void
}

/** Fills in everything available, up to the limit of one withdrawal. */
export const MaxButton = ({ onChoose }: MaxButtonProps) => {
  const available = useBalance().data?.available
  if (available === undefined || !isPositive(available)) return null
  const limit = formatUsd(CASH_BOUNDS.max)
  const isOver = parseCash(available) > parseCash(CASH_BOUNDS.max)
  const choose = (): void =>
    isOver
      ? onChoose(
          writeAmount(CASH_BOUNDS.max),
          `One withdrawal can be at most ${limit}. Withdraw the rest in another.`,
        )
      : onChoose(writeAmount(available))
  return (
    <button
      type="button"
      aria-label={
        isOver
          ? `Max of one withdrawal: ${limit}`
          : `Max, all that is available: ${formatUsd(available)}`
      }
      onClick={choose}
      className="mr-1 rounded-control px-2 py-1 font-medium text-accent"
    >
      Max
    </button>
  )
}
