import { useEffect, useLayoutEffect, useRef } from 'react'
import { matchPath, useLocation, useNavigate } from 'react-router-dom'

import { usePortfolio } from '../api/portfolio'
import { Button } from '../components/ui/button'
import { isPositive } from '../lib/format'
import { paths } from '../lib/paths'
import { useTour } from '../lib/tour'
import { endTour, goToStep } from '../lib/tour-progress'

const TRADE = '/trade/:assetId'

const STEPS = [
  {
    title: 'Deposit simulated money',
    text: 'Choose an amount. It is there at once and costs nothing.',
    /** Where it is done, first where the way there leads. */
    places: [paths.dashboard, paths.account],
    path: paths.dashboard,
    go: 'Go to your dashboard',
    next: 'Next: find an asset',
  },
  {
    title: 'Find an asset',
    text: 'Search, sort, and star what you want to keep an eye on. A click on a row opens it for trading.',
    places: [paths.markets],
    path: paths.markets,
    go: 'Browse the markets',
    next: 'Next: place an order',
  },
  {
    title: 'Place your first order',
    text: 'Say how much, look at the price, confirm. Your portfolio shows what becomes of it.',
    places: [TRADE],
    path: paths.trade('BTC'),
    go: 'Trade Bitcoin',
    next: 'Done',
  },
] as const

/** It is about these pages, and on others in the way. */
const PAGES = [paths.dashboard, paths.account, paths.markets, TRADE]

const isAt = (places: readonly string[], pathname: string): boolean =>
  places.some((place) => matchPath(place, pathname) !== null)

/**
 * Three steps from an open account to a first order. It stands above the page and is in nobody's way. A step
 * that was done without it counts as well.
 */
export const Tour = () => {
  const { key, step = 1 } = useTour()
  const end = (): void => endTour(key)
  const { pathname } = useLocation()
  const navigate = useNavigate()
  const { title, focusNext } = useTitleFocus(step)
  const section = useEscape(end)
  useFacts(pathname)
  const shown = STEPS[step - 1]
  if (shown === undefined || !isAt(PAGES, pathname)) return null
  const isThere = isAt(shown.places, pathname)
  const following = STEPS[step]
  const onNext = (): void => {
    if (!isThere) {
      void navigate(shown.path)
      return
    }
    if (following === undefined) {
      end()
      return
    }
    focusNext()
    goToStep(key, step + 1)
    void navigate(following.path)
  }
  return (
    <section
      aria-labelledby="tour"
      ref={section}
      className="mb-4 flex print:hidden flex-wrap items-center justify-between gap-x-3 gap-y-1.5 rounded-card border border-accent bg-surface px-4 py-2 sm:py-3"
    >
      <div className="grid max-w-2xl gap-0.5">
        <p className="flex flex-wrap items-baseline gap-x-2">
          <span className="text-xs text-muted">
            Step {step} of {STEPS.length}
          </span>
          <span
            id="tour"
            ref={title}
            tabIndex={-1}
            className="text-sm font-semibold outline-none sm:text-base"
          >
            {shown.title}
          </span>
        </p>
        <p className="text-sm text-muted max-sm:hidden">{shown.text}</p>
      </div>
      <div className="flex flex-wrap gap-2">
        <Button look="secondary" small onClick={onNext}>
          {isThere ? shown.next : shown.go}
        </Button>
        {isThere && following === undefined ? null : (
          <Button look="quiet" small onClick={end}>
            Skip the tour
          </Button>
        )}
      </div>
    </section>
  )
}

/** Goes on by what the person has done: has money, is looking at an asset, has bought or is about to. */
const useFacts = (pathname: string): void => {
  const { key, step } = useTour()
  const { data: portfolio } = usePortfolio()
  const hasOrdered =
    portfolio !== undefined && (portfolio.asset_count > 0 || isPositive(portfolio.usd_held))
  const hasMoney = portfolio !== undefined && isPositive(portfolio.total_portfolio_value)
  const isAtAsset = isAt([TRADE], pathname)
  useEffect(() => {
    if (hasOrdered) endTour(key)
    else if (step === 1 && hasMoney) goToStep(key, 2)
    else if (step === 2 && isAtAsset) goToStep(key, 3)
  })
}

/**
 * Moves the focus to the title of the next step for who asks for it; a step that comes by itself does not take
 * it from the page. Before the step is painted: a key pressed at once must not lose its button to the title.
 */
const useTitleFocus = (step: number) => {
  const title = useRef<HTMLSpanElement>(null)
  const wanted = useRef<number>(undefined)
  useLayoutEffect(() => {
    if (wanted.current !== step) return
    title.current?.focus({ preventScroll: true })
    wanted.current = undefined
  }, [step])
  const focusNext = (): void => {
    wanted.current = step + 1
  }
  return { title, focusNext }
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
