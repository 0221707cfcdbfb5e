import type { SecurityEvent } from '@cnop/contracts/security-events'
import { Counter, type Registry } from 'prom-client'

/** Counts security events by kind, and those that are in the log alone because they could not be stored. */
export const countEvents = (registry: Registry) => {
  const events = new Counter({
    name: 'security_events_total',
    help: 'Security events',
    labelNames: ['event', 'outcome'],
    registers: [registry],
  })
  const lost = new Counter({
    name: 'security_events_not_stored_total',
    help: 'Security events that are in the log alone',
    registers: [registry],
  })
  return ({ event, outcome }: SecurityEvent, stored: boolean): void => {
    events.inc({ event, outcome })
    if (!stored) lost.inc()
  }
}
