/** Texts by key, read and written whatever the browser allows. */
export type TextStore = {
  readonly get: (key: string) => string | null
  readonly set: (key: string, text: string) => void
  readonly remove: (key: string) => void
  /** A text would still be there after a reload: storage is neither blocked nor full. */
  readonly keeps: () => boolean
}

const PROBE = 'storage_works'

/**
 * Storage of the browser. With storage blocked reading the property throws, and with the quota full writing
 * does: such a text is kept in memory, as long as the page is open.
 */
export const storeIn = (open: () => Storage): TextStore => {
  const memory = new Map<string, string>()
  const store: TextStore = {
    get: (key) => {
      const kept = memory.get(key)
      if (kept !== undefined) return kept
      try {
        return open().getItem(key)
      } catch {
        return null
      }
    },
    set: (key, text) => {
      try {
        open().setItem(key, text)
        memory.delete(key)
      } catch {
        memory.set(key, text)
      }
    },
    remove: (key) => {
      memory.delete(key)
      try {
        open().removeItem(key)
      } catch {
        // Nothing was stored there.
      }
    },
    keeps: () => {
      store.set(PROBE, '1')
      const isKept = !memory.has(PROBE)
      store.remove(PROBE)
      return isKept
    },
  }
  return store
}

/** Shared by all tabs, and kept after they are closed. */
export const browserStore = storeIn(() => localStorage)

/** Of this tab, over reloads. */
export const tabStore = storeIn(() => sessionStorage)
