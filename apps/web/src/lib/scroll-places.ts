import { useCallback, useEffect, useLayoutEffect, useRef } from 'react'

/** How far down each step of the history was scrolled, in pixels, by its key. */
const places = new Map<string, number>()

/**
 * Remembers how far down the page of each step of the history was scrolled, and answers how to go back
 * there. The browser does so too, but before the page is drawn that it goes back to: of one that is longer
 * than the page before, it comes only as far as that one was long.
 */
export const useScrollPlaces = (key: string): { readonly goBack: () => void } => {
  const shown = useRef(key)
  /** The browser has gone to another step, whose page is not drawn yet: it scrolls what is still shown. */
  const leaving = useRef(false)
  const stop = useRef<() => void>(undefined)

  useEffect(() => {
    const note = (): void => {
      if (!leaving.current) places.set(shown.current, scrollY)
    }
    const leave = (): void => {
      leaving.current = true
    }
    addEventListener('scroll', note, { passive: true })
    addEventListener('popstate', leave)
    return () => {
      removeEventListener('scroll', note)
      removeEventListener('popstate', leave)
      stop.current?.()
    }
  }, [])

  useLayoutEffect(() => {
    stop.current?.()
    leaving.current = false
    shown.current = key
    // A step that took the place of another, as a filter that was changed, is where that one was.
    if (!places.has(key)) places.set(key, scrollY)
  }, [key])

  const goBack = useCallback(() => {
    stop.current = reach(places.get(shown.current) ?? 0)
  }, [])
  return { goBack }
}

/** Scrolls there, at once or as soon as the page is long enough, unless a person scrolls before. */
const reach = (place: number): (() => void) => {
  const observer = new ResizeObserver(() => {
    scrollTo(0, place)
    if (Math.abs(scrollY - place) <= 1) stop()
  })
  const stop = (): void => {
    observer.disconnect()
    for (const name of BY_A_PERSON) removeEventListener(name, stop)
  }
  for (const name of BY_A_PERSON) addEventListener(name, stop, { passive: true })
  scrollTo(0, place)
  observer.observe(document.body)
  return stop
}

const BY_A_PERSON = ['wheel', 'touchmove', 'keydown', 'pointerdown'] as const
