import type { Market } from '#src/domain/market'

const SECOND_MS = 1_000

type RefreshDeps = {
  readonly market: Market
  readonly log: { error(details: object, message: string): void }
}

/**
 * Refreshes the market as each second of the clock begins (and not a second after the last time, which
 * drifts and would show one second twice and another never). A failure is logged and tried again.
 */
export const refreshEverySecond = ({ market, log }: RefreshDeps): { readonly stop: () => void } => {
  const refresh = (): void => {
    timer = setTimeout(refresh, untilNextSecond())
    try {
      market.refresh()
    } catch (error) {
      log.error({ err: error }, 'the market could not be refreshed')
    }
  }
  let timer = setTimeout(refresh, untilNextSecond())
  return { stop: () => clearTimeout(timer) }
}

const untilNextSecond = (): number => SECOND_MS - (Date.now() % SECOND_MS)
