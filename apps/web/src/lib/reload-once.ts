import { tabStore } from './storage'

const RELOADED = 'reloaded'

/**
 * Code that does not come is, most likely, of a release that is no longer served, and loading everything
 * anew brings the one that is. Not while the page itself cannot be had: it would be lost. And once, until
 * some code has come again: should that be missing too, the page has to say so.
 * @returns not at all if the page is loaded anew
 */
export const reloadOnce = async (): Promise<void> => {
  if (tabStore.get(RELOADED) !== null || !(await isServed())) return
  tabStore.set(RELOADED, '1')
  location.reload()
  await new Promise(() => {})
}

/** Code has come: the next that does not is worth another try. */
export const codeHasCome = (): void => tabStore.remove(RELOADED)

const isServed = async (): Promise<boolean> => {
  try {
    return (await fetch('/', { cache: 'no-store' })).ok
  } catch {
    return false
  }
}
