/** How far the platform's clock is ahead of this page's own running time, in ms. */
let ahead: number | undefined

/**
 * Takes the time an answer bears. It says whole seconds and has travelled, so the platform's clock is at
 * least that far: of all answers the one that says most is nearest to the truth.
 */
export const noteServerTime = (date: string | null, pageTime = performance.now()): void => {
  const time = Date.parse(date ?? '')
  if (Number.isNaN(time)) return
  ahead = Math.max(ahead ?? -Infinity, time - pageTime)
}

/** What time it is for the platform, in ms since 1970, however wrong the clock of this device. */
export const serverNow = (pageTime = performance.now()): number =>
  ahead === undefined ? Date.now() : pageTime + ahead
