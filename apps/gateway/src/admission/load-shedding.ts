import { monitorEventLoopDelay } from 'node:perf_hooks'

import type { LimitClass } from '@cnop/contracts/endpoint'
import { Counter, Gauge, type Registry } from 'prom-client'

/** Whether this process gets to what it has to do too late. */
export type Pressure = { readonly isHigh: () => boolean }

const SAMPLE_MS = 100
/** When the loop is this late, a request, which takes several turns, waits a multiple of it. */
const LATE_MS = 60
/** Pressure counts as high for this long after the last late turn, so that what was refused does not return at once. */
const HELD_MS = 2_000

/** Watches how late the event loop is: what waits for it is a queue that no other limit bounds. */
export const measurePressure = (): Pressure & { readonly stop: () => void } => {
  const delay = monitorEventLoopDelay({ resolution: 10 })
  delay.enable()
  let highUntil = 0
  const timer = setInterval(() => {
    // No sample at all: the loop was blocked for the whole period.
    const lateMs = delay.count === 0 ? SAMPLE_MS : delay.mean / 1e6
    delay.reset()
    if (lateMs > LATE_MS) highUntil = performance.now() + HELD_MS
  }, SAMPLE_MS).unref()
  return {
    isHigh: () => performance.now() < highUntil,
    stop: () => {
      clearInterval(timer)
      delay.disable()
    },
  }
}

/**
 * Requests that may be on their way under pressure, by the class of the one that asks to join them: enough to keep
 * the process busy, few enough to be answered soon. Prices can be read again, so they are turned away first;
 * whoever trades is in the middle of something, and comes last.
 */
export const MOST_UNDER_PRESSURE: Readonly<Record<LimitClass, number>> = {
  public: 60,
  stream: 60,
  reads: 120,
  login: 120,
  register: 120,
  trading: 240,
}

/** Decides of each request whether it is turned away, and counts those. */
export class LoadShedder {
  readonly #pressure: Pressure
  readonly #shed: Counter<'limit'>
  #underWay = 0

  constructor(pressure: Pressure, registry: Registry) {
    this.#pressure = pressure
    const registers = [registry]
    const high: Gauge = new Gauge({
      name: 'gateway_pressure',
      help: '1 while this process gets to its requests too late and turns some away',
      registers,
      collect: (): void => high.set(pressure.isHigh() ? 1 : 0),
    })
    this.#shed = new Counter({
      name: 'gateway_shed_total',
      help: 'Requests turned away because this process was too busy, by class of limit',
      labelNames: ['limit'],
      registers,
    })
  }

  turnsAway(limit: LimitClass): boolean {
    if (this.#underWay < MOST_UNDER_PRESSURE[limit] || !this.#pressure.isHigh()) return false
    this.#shed.inc({ limit })
    return true
  }

  /** A request is on its way; `left` is to be called once it has been answered. */
  entered(): void {
    this.#underWay += 1
  }

  left(): void {
    this.#underWay -= 1
  }
}
