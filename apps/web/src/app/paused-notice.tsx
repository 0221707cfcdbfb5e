import { useEffect, useState } from 'react'

import { Notice } from '../components/ui/notice'
import { usePricesPaused } from '../lib/use-prices-paused'

/** Shown while no prices come although the device has a network: those on the page may be old. */
export const PausedNotice = () => {
  const since = usePricesPaused()
  if (since === undefined || !navigator.onLine) return null
  return (
    <div className="sticky top-0 z-10 mx-auto w-full page-width px-4 pt-4">
      <Notice tone="warning">
        {/* The seconds are not read out: that would never end. */}
        Prices paused
        <span aria-hidden="true">
          : no word for <Seconds since={since} /> s
        </span>
        , reconnecting.
      </Notice>
    </div>
  )
}

const Seconds = ({ since }: { readonly since: number }) => {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1_000)
    return () => clearInterval(timer)
  }, [])
  return Math.round((now - since) / 1_000)
}
