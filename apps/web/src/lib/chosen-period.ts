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
  from: from === '' ? undefined : localTime(from, '00:00:00.000'),
  to: to === '' || isReversed(from, to) ? undefined : localTime(to, '23:59:59.999'),
})

/** A text that is no day, as an address may have it, stays what it is: the API says what is wrong with it. */
const localTime = (day: string, clock: string): string => {
  const time = new Date(`${day}T${clock}`)
  return Number.isNaN(time.getTime()) ? day : time.toISOString()
}
