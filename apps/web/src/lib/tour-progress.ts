import { browserStore } from './storage'

/** Goes to a step of the tour kept under a key (`useTour`). */
export const goToStep = (key: string, step: number): void => {
  browserStore.set(key, String(step))
  tell(key)
}

/** Ends it for good. */
export const endTour = (key: string): void => {
  browserStore.remove(key)
  tell(key)
}

/** The browser tells other tabs by itself, but not this one. */
const tell = (key: string): boolean => dispatchEvent(new StorageEvent('storage', { key }))
