import { useState } from 'react'

import { Button } from './button'
import { Dialog } from './dialog'

type SureButtonProps = {
  /** What it does, also as the answer to the question. */
  readonly label: string
  /** The same with what it is done to, for those who do not see what the button stands beside. */
  readonly name: string
  readonly question: string
  readonly busy: boolean
  readonly onSure: () => void
}

/** Something that cannot be taken back: asks once. */
export const SureButton = ({ label, name, question, busy, onSure }: SureButtonProps) => {
  const [asking, setAsking] = useState(false)
  return (
    <>
      <Button look="secondary" small busy={busy} aria-label={name} onClick={() => setAsking(true)}>
        {label}
      </Button>
      <Dialog title={name} open={asking} onClose={() => setAsking(false)}>
        <p className="text-sm whitespace-normal text-muted">{question}</p>
        <div className="mt-5 flex justify-end gap-2 max-sm:*:flex-1">
          <Button look="secondary" onClick={() => setAsking(false)}>
            Back
          </Button>
          <Button
            onClick={() => {
              setAsking(false)
              onSure()
            }}
          >
            {label}
          </Button>
        </div>
      </Dialog>
    </>
  )
}
