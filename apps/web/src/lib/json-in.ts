/** The value of a stored text; `undefined` for one that is not JSON, as when somebody has changed it by hand. */
export const jsonIn = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
