import { vi } from 'vitest'

/** Makes the browser one of another locale until `vi.unstubAllGlobals()`. */
export const inLocale = (language: string): void => {
  vi.stubGlobal('navigator', { language })
}
