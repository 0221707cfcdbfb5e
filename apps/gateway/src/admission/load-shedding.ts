import { monitorEventLoopDelay } from 'node:perf_hooks'

import type { LimitClass } from '@cnop/contracts/endpoint'
import { Counter, Gauge, type Registry } from 'prom-client'

/** How much of what arrives cannot be served in time: 0 nothing, 1 all. */
export type Pressure = { readonly level: () => number }

const SAMPLE_MS = 100
/** Requests wait about this long for their turn, several times over; beyond it some are better turned away. */
const LATE_MS = 60
/** With fewer on their way it is not they who make it late, but a start, or a neighbour on the machine. */
const FEW = 50
/** Up by how late it is and down little by little, so that it does not swing. */
const RISE = 0.05
const STEEPEST = 0.3
const FALL = 0.02

type Sample = {
  /** How late the event loop was. */
  readonly lateMs: number
  /** Requests whose answer services have yet to give. */
  readonly underWay: number
}

/** The level after one more sample. */
export const nextLevel = (level: number, { lateMs, underWay }: Sample): number =>
  lateMs > LATE_MS && underWay >= FEW
    ? Math.min(1, level + Math.min(STEEPEST, (RISE * lateMs) / LATE_MS))
    : Math.max(0, level - FALL)

/** Watches how late this process gets to what it has to do: a queue no other bound sees. */
export const measurePressure = (
  underWay: () => number,
): Pressure & { readonly stop: () => void } => {
  const delay = monitorEventLoopDelay({ resolution: 10 })
  delay.enable()
  let level = 0
  const timer = setInterval(() => {
    // Too busy to take a single sample is as late as can be.
    const lateMs = delay.count === 0 ? SAMPLE_MS : delay.mean / 1e6
    delay.reset()
    level = nextLevel(level, { lateMs, underWay: underWay() })
  }, SAMPLE_MS).unref()
  return {
    level: () => level,
    stop: () => {
      clearInterval(timer)
      delay.disable()
    },
  }
}

/** What is turned away first: prices can be read again, and whoever trades is in the middle of something. */
const TURN: Readonly<Record<LimitClass, number>> = {
  public: 0,
  stream: 0,
  reads: 1,
  login: 1,
  register: 1,
  trading: 2,
}

/**
 * The share of a class's requests that is turned away: each third of the level takes one more turn, so that
 * nothing of the next is refused while some of the one before is served.
 */
export const shareShed = (level: number, limit: LimitClass): number =>
  Math.min(1, Math.max(0, 3 * level - TURN[limit]))

/** Decides of each request whether it is turned away, and counts those. */
export const loadShedder = (
  pressure: Pressure,
  registry: Registry,
): ((limit: LimitClass) => boolean) => {
  const registers = [registry]
  const level: Gauge = new Gauge({
    name: 'gateway_pressure',
    help: 'How much of what arrives cannot be served in time: 0 nothing, 1 all',
    registers,
    collect: (): void => level.set(pressure.level()),
  })
  const shed = new Counter({
    name: 'gateway_shed_total',
    help: 'Requests turned away because this process was too busy, by class of limit',
    labelNames: ['limit'],
    registers,
  })
  return (limit) => {
    const share = shareShed(pressure.level(), limit)
    if (share === 0 || Math.random() >= share) return false
    shed.inc({ limit })
    return true
  }
}
