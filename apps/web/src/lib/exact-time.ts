/** A time with its year, seconds and zone, for what may be compared with other records. */
export const exactTime = (timestamp: string): string =>
  new Date(timestamp).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'long' })
