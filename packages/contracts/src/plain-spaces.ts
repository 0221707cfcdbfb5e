/** No-break spaces, which some keyboards and copied texts have, become spaces. */
export const plainSpaces = (text: string): string => text.replace(/[\u00a0\u2007\u202f]/g, ' ')
