/**
 * The prices of a curve over the last 24 hours, oldest first, from those of its hours and the change over
 * all of it, in percent. The oldest hour may begin an hour late, and then the curve could rise while the
 * price has fallen: it begins at the price the change is counted from. Only a picture: floats will do.
 */
export const dayCurve = (hourly: readonly string[], change24h: string): readonly number[] => {
  const values = hourly.map((price) => Number.parseFloat(price))
  const last = values.at(-1)
  const factor = 1 + Number.parseFloat(change24h) / 100
  return last === undefined || factor <= 0 ? values : [last / factor, ...values]
}
