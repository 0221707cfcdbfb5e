import { useSyncExternalStore } from 'react'

import { Notice } from '../components/ui/notice'

const subscribe = (listener: () => void): (() => void) => {
  addEventListener('online', listener)
  addEventListener('offline', listener)
  return () => {
    removeEventListener('online', listener)
    removeEventListener('offline', listener)
  }
}

/** Shown while the device has no network: what is on the page may be old. */
export const OfflineNotice = () => {
  const online = useSyncExternalStore(subscribe, () => navigator.onLine)
  if (online) return null
  return (
    <div className="mx-auto w-full page-width px-4 pt-4">
      <Notice tone="warning">You are offline. Prices and balances may be out of date.</Notice>
    </div>
  )
}
