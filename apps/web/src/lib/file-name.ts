const twoDigits = (part: number): string => String(part).padStart(2, '0')

/** `orders-satoshi_n-2026-11-30.csv`: contents, account and the reader's own day. */
export const fileName = (what: string, username: string | undefined, now: Date): string => {
  const day = [now.getFullYear(), twoDigits(now.getMonth() + 1), twoDigits(now.getDate())].join('-')
  return `${[what, ...(username === undefined ? [] : [username]), day].join('-')}.csv`
}
