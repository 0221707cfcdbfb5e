import { useMutation } from '@tanstack/react-query'

import { explain } from '../../lib/problem'
import { Button } from './button'

type DownloadButtonProps = {
  /** What is in the file, for those who do not see what the button stands beside. */
  readonly what: string
  readonly save: () => Promise<void>
}

/** Saves a table as a file for a spreadsheet. */
export const DownloadButton = ({ what, save }: DownloadButtonProps) => {
  const saving = useMutation({ mutationFn: save })
  return (
    <span className="inline-flex flex-wrap items-center justify-end gap-2">
      {saving.error === null ? null : (
        <span role="alert" className="text-xs text-down">
          {explain(saving.error)}
        </span>
      )}
      <Button
        look="secondary"
        small
        busy={saving.isPending}
        aria-label={`Download ${what} as CSV`}
        onClick={() => saving.mutate()}
      >
        {saving.isPending ? 'Saving …' : 'CSV'}
      </Button>
    </span>
  )
}
