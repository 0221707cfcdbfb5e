/** Goes to a step of the tour kept under a key (`useTour`). */
export const goToStep = (key: string, step: number): void => {
  localStorage.setItem(key, String(step))
  tell(key)
}

/** Ends it for good. */
export const endTour = (key: string): void => {
  localStorage.removeItem(key)
  tell(key)
}

/** The browser tells other tabs by itself, but not this one. */
const tell = (key: string): boolean => dispatchEvent(new StorageEvent('storage', { key }))
