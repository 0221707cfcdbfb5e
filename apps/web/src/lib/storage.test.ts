import { describe, expect, it } from 'vitest'

import { storeIn } from './storage'

/** Like the storage of a browser, with room until its quota is full. */
const stored = (quota = { isFull: false }): Storage => {
  const texts = new Map<string, string>()
  return {
    get length() {
      return texts.size
    },
    clear: () => texts.clear(),
    key: (index) => [...texts.keys()][index] ?? null,
    getItem: (key) => texts.get(key) ?? null,
    setItem: (key, text) => {
      if (quota.isFull) throw new DOMException('full', 'QuotaExceededError')
      texts.set(key, text)
    },
    removeItem: (key) => void texts.delete(key),
  }
}

describe('a store', () => {
  it('keeps texts in the storage of the browser', () => {
    const storage = stored()
    const store = storeIn(() => storage)
    store.set('theme', 'dark')
    expect([store.get('theme'), storage.getItem('theme')]).toEqual(['dark', 'dark'])
    expect([store.keeps(), storage.length]).toEqual([true, 1])
    store.remove('theme')
    expect([store.get('theme'), storage.getItem('theme')]).toEqual([null, null])
  })

  it('keeps texts in memory where the browser blocks storage', () => {
    const store = storeIn(() => {
      throw new DOMException('blocked', 'SecurityError')
    })
    expect([store.get('theme'), store.keeps()]).toEqual([null, false])
    store.set('theme', 'dark')
    expect(store.get('theme')).toBe('dark')
    store.remove('theme')
    expect(store.get('theme')).toBeNull()
  })

  it('reads the newest text where the quota was full, and stores again once there is room', () => {
    const quota = { isFull: false }
    const storage = stored(quota)
    const store = storeIn(() => storage)
    store.set('theme', 'dark')
    quota.isFull = true
    store.set('theme', 'light')
    expect([store.get('theme'), storage.getItem('theme')]).toEqual(['light', 'dark'])
    expect(store.keeps()).toBe(false)
    quota.isFull = false
    store.set('theme', 'dark')
    expect([store.get('theme'), storage.getItem('theme')]).toEqual(['dark', 'dark'])
  })
})
