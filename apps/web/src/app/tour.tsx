import { useLayoutEffect, useRef } from 'react'
import { useNavigate } from 'react-router-dom'

import { Button } from '../components/ui/button'
import { paths } from '../lib/paths'
import { useTour } from '../lib/tour'

const STEPS = [
  {
    title: 'Deposit simulated money',
    text: 'Choose an amount on your dashboard. It is there at once and costs nothing.',
    path: paths.dashboard,
    next: 'Next: find an asset',
  },
  {
    title: 'Find an asset',
    text: 'Search, sort, and star what you want to keep an eye on. A click on a row opens it for trading.',
    path: paths.markets,
    next: 'Next: place an order',
  },
  {
    title: 'Place your first order',
    text: 'Say how much, look at the price, confirm. Your portfolio shows what becomes of it.',
    path: paths.trade('BTC'),
    next: 'Done',
  },
] as const

/** Three steps from an open account to a first order. It stands above the page and is in nobody's way. */
export const Tour = () => {
  const { step = 1, goTo, end } = useTour()
  const navigate = useNavigate()
  const title = useTitleFocus(step)
  const section = useEscape(end)
  const shown = STEPS[step - 1]
  if (shown === undefined) return null
  const following = STEPS[step]
  const onNext = (): void => {
    if (following === undefined) {
      end()
      return
    }
    goTo(step + 1)
    void navigate(following.path)
  }
  return (
    <section
      aria-labelledby="tour"
      ref={section}
      className="mb-4 flex flex-wrap items-center justify-between gap-3 rounded-card border border-accent bg-surface px-4 py-3"
    >
      <div className="grid max-w-2xl gap-0.5">
        <p className="text-xs text-muted">
          Step {step} of {STEPS.length}
        </p>
        <p id="tour" ref={title} tabIndex={-1} className="font-semibold outline-none">
          {shown.title}
        </p>
        <p className="text-sm text-muted">{shown.text}</p>
      </div>
      <div className="flex flex-wrap gap-2">
        <Button look="secondary" onClick={onNext}>
          {shown.next}
        </Button>
        {following === undefined ? null : (
          <Button look="quiet" onClick={end}>
            Skip the tour
          </Button>
        )}
      </div>
    </section>
  )
}

/**
 * Moves the focus to the title of the next step for who goes on; the first step does not take it from the page.
 * Before the step is painted: a key pressed at once must not lose its button to the title.
 */
const useTitleFocus = (step: number) => {
  const title = useRef<HTMLParagraphElement>(null)
  const before = useRef(step)
  useLayoutEffect(() => {
    if (before.current !== step) title.current?.focus({ preventScroll: true })
    before.current = step
  }, [step])
  return title
}

/** Calls back when Escape is pressed inside the element the result is given to, as soon as it is seen. */
const useEscape = (onEscape: () => void) => {
  const element = useRef<HTMLElement>(null)
  useLayoutEffect(() => {
    const inside = element.current
    const listen = ({ key }: KeyboardEvent): void => {
      if (key === 'Escape') onEscape()
    }
    inside?.addEventListener('keydown', listen)
    return () => inside?.removeEventListener('keydown', listen)
  })
  return element
}
