/** Whether a period would end before it begins. Days are written `2031-05-01`; an empty text is no choice. */
export const isReversed = (from: string, to: string): boolean =>
  from !== '' && to !== '' && to < from

/**
 * The days chosen, whole days where the reader is, as the times a filter takes. An end before the beginning
 * does not count: its field says why.
 */
export const chosenPeriod = (
  from: string,
  to: string,
): { readonly from: string | undefined; readonly to: string | undefined } => ({
  from: from === '' ? undefined : firstMoment(from),
  to: to === '' || isReversed(from, to) ? undefined : lastMoment(to),
})

/** A text that is no day, as an address may have it, stays what it is: the API says what is wrong with it. */
const firstMoment = (day: string): string => startOf(day, 0)?.toISOString() ?? day

/** One before the next day: the last hour of a day may come twice, or not at all. */
const lastMoment = (day: string): string => {
  const next = startOf(day, 1)
  return next === undefined ? day : new Date(next.getTime() - 1).toISOString()
}

/** The local midnight so many days after that of a day, or the first moment where there is no midnight. */
const startOf = (day: string, daysLater: number): Date | undefined => {
  const midnight = new Date(`${day}T00:00:00.000`)
  if (Number.isNaN(midnight.getTime())) return undefined
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number)
  return new Date(year, month - 1, date + daysLater)
}
