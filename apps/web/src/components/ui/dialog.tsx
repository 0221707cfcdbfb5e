import { useId, useLayoutEffect, useRef, type ReactNode } from 'react'

import { useCloseOnBack } from '../../lib/close-on-back'
import { Button } from './button'

type DialogProps = {
  readonly title: string
  readonly open: boolean
  readonly onClose: () => void
  /** For what is to be read rather than decided: with a button to close it. */
  readonly wide?: boolean
  readonly children: ReactNode
}

/**
 * The browser's own dialog: it holds the focus, closes with Escape and Back, and gives the focus back. It opens with
 * the focus on its title: what it says is to be read before a button is pressed (WAI-ARIA APG, modal dialog).
 */
export const Dialog = ({ title, open, onClose, wide = false, children }: DialogProps) => {
  const ref = useRef<HTMLDialogElement>(null)
  const heading = useRef<HTMLHeadingElement>(null)
  const titleId = useId()
  useCloseOnBack(open, onClose)
  // Before it is painted: a key pressed at once is meant for what is shown.
  useLayoutEffect(() => {
    if (!open) return ref.current?.close()
    ref.current?.showModal()
    heading.current?.focus()
  }, [open])
  return (
    <dialog
      ref={ref}
      aria-labelledby={titleId}
      onClose={onClose}
      className={`${wide ? 'w-[min(36rem,calc(100vw-2rem))]' : 'w-[min(26rem,calc(100vw-2rem))]'} rounded-card border border-line bg-surface p-5 text-left text-base font-normal tracking-normal text-ink`}
    >
      <h2 ref={heading} id={titleId} tabIndex={-1} className="mb-4 text-lg font-semibold">
        {title}
      </h2>
      {open ? children : null}
      {wide ? (
        <div className="mt-5 flex justify-end">
          <Button look="secondary" onClick={onClose}>
            Close
          </Button>
        </div>
      ) : null}
    </dialog>
  )
}
