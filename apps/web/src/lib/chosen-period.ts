/** Whether a period would end before it begins. Days are written `2031-05-01`; an empty text is no choice. */
export const isReversed = (from: string, to: string): boolean =>
  from !== '' && to !== '' && to < from

/** The days chosen, as a filter takes them. An end before the beginning does not count: its field says why. */
export const chosenPeriod = (
  from: string,
  to: string,
): { readonly from: string | undefined; readonly to: string | undefined } => ({
  from: from || undefined,
  to: isReversed(from, to) ? undefined : to || undefined,
})
