import { Button } from '../../components/ui/button'

const SHARES = [25n, 50n, 75n, 100n]

type ShareButtonsProps = {
  readonly of: string
  /** There is none of it to share. */
  readonly nothing: boolean
  readonly onShare: (percent: bigint) => void
}

export const ShareButtons = ({ of, nothing, onShare }: ShareButtonsProps) => (
  <div role="group" aria-label={`A share of ${of}`} className="grid grid-cols-4 gap-2">
    {SHARES.map((percent) => (
      <Button
        key={percent}
        look="secondary"
        className="px-1 py-1 font-medium"
        disabled={nothing}
        onClick={() => onShare(percent)}
      >
        {String(percent)}%
      </Button>
    ))}
  </div>
)
