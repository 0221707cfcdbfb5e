import { setTimeout as pause } from 'node:timers/promises'

const LOOK_EVERY_MS = 50
const GIVE_UP_AFTER_MS = 60_000

/** How often a replica of inventory-service has got prices from CoinGecko. */
export const pollsOf = async (url: string): Promise<number> => {
  const metrics = await (await fetch(`${url}/metrics`)).text()
  return Number(
    /^coingecko_polls_total\{[^}]*outcome="success"[^}]*\} (\S+)$/m.exec(metrics)?.[1] ?? 0,
  )
}

/** Milliseconds until a replica that has never polled does. */
export const takenOverAfterMs = async (url: string): Promise<number> => {
  const started = performance.now()
  for (;;) {
    const elapsedMs = performance.now() - started
    if ((await pollsOf(url)) > 0 || elapsedMs > GIVE_UP_AFTER_MS) return elapsedMs
    await pause(LOOK_EVERY_MS)
  }
}
