import { useEffect, useState, type RefObject } from 'react'

import { Button } from '../../components/ui/button'
import type { Ticket } from './estimate'

type TradeBarProps = {
  readonly symbol: string
  readonly form: RefObject<HTMLFormElement | null>
  readonly onSide: (side: Ticket['side']) => void
}

/**
 * On a phone the ticket is far below the price: both ways into it stay where the thumb is, until it is in
 * sight itself. Hidden it keeps its place, so that the page does not change its height.
 */
export const TradeBar = ({ symbol, form, onSide }: TradeBarProps) => {
  const shown = !useInView(form)
  const start = (side: Ticket['side']): void => {
    onSide(side)
    form.current?.scrollIntoView({ block: 'center' })
    form.current
      ?.querySelector<HTMLElement>('[inputmode="decimal"]')
      ?.focus({ preventScroll: true })
  }
  return (
    <div
      data-trade-bar
      className={`fixed inset-x-0 bottom-0 z-10 grid grid-cols-2 gap-2 border-t border-line bg-surface px-4 pt-3 pb-[max(0.75rem,env(safe-area-inset-bottom))] lg:hidden ${shown ? '' : 'invisible'}`}
    >
      <Button onClick={() => start('buy')}>Buy {symbol}</Button>
      <Button look="secondary" onClick={() => start('sell')}>
        Sell {symbol}
      </Button>
    </div>
  )
}

/** Whether any of it can be seen. Taken for seen until the browser has looked. */
const useInView = (element: RefObject<HTMLElement | null>): boolean => {
  const [inView, setInView] = useState(true)
  useEffect(() => {
    if (element.current === null) return undefined
    const observer = new IntersectionObserver(([entry]) => setInView(entry?.isIntersecting ?? true))
    observer.observe(element.current)
    return () => observer.disconnect()
  }, [element])
  return inView
}
