import { useSyncExternalStore } from 'react'

let isPrinting = false
const listeners = new Set<() => void>()

/** Listeners have finished when this returns: the browser lays the sheets out next. */
const change = (printing: boolean): void => {
  if (printing === isPrinting) return
  isPrinting = printing
  document.documentElement.toggleAttribute('data-printing', printing)
  for (const listener of listeners) listener()
}

addEventListener('beforeprint', () => change(true))
addEventListener('afterprint', () => change(false))
// Browsers without these events, and tools that only ask for the print style.
matchMedia('print').addEventListener('change', ({ matches }) => change(matches))

export const isPagePrinting = (): boolean => isPrinting

export const onPrinting = (listener: () => void): (() => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Whether the page is being printed, so that a part of it can show everything. */
export const usePrinting = (): boolean => useSyncExternalStore(onPrinting, isPagePrinting)
