const SHORT_DIGITS = 8

/** Cut to eight digits, for a place too small for all of them: `27898547.49002348` becomes `27898547`. */
export const shortQuantity = (decimal: string): string => {
  const [whole = '', fraction = ''] = decimal.split('.')
  const room = whole === '0' ? SHORT_DIGITS : SHORT_DIGITS - whole.length
  return room > 0 && fraction !== '' ? `${whole}.${fraction.slice(0, room)}` : whole
}
