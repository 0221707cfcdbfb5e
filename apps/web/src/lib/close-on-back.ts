import { useEffect, useEffectEvent, useId } from 'react'
import { z } from 'zod'

const Marked = z.object({ dialog: z.string() })

/** While it is open, Back closes it and stays on the page: it has an entry of the history to itself. */
export const useCloseOnBack = (open: boolean, onClose: () => void): void => {
  const id = useId()
  const close = useEffectEvent(onClose)
  useEffect(() => {
    if (!open) return undefined
    const isOnTop = (): boolean => Marked.safeParse(history.state).data?.dialog === id
    const onPop = (): void => {
      if (!isOnTop()) close()
    }
    addEventListener('popstate', onPop)
    const entry: unknown = history.state
    history.pushState({ ...Object(entry), dialog: id }, '')
    return () => {
      removeEventListener('popstate', onPop)
      // A link that was followed out of it has an entry of its own on top.
      if (isOnTop()) history.back()
    }
  }, [open, id])
}
