import { Counter, Gauge, type Registry } from 'prom-client'

import type { Decision } from '#src/admission/admit'

/** What limits let through and refuse, and whether gateways count together. */
export const measureAdmission = (registry: Registry, isShared: boolean) => {
  const registers = [registry]
  const shared = new Gauge({
    name: 'gateway_shared_limits',
    help: '1 while limits and ended sessions are shared through Redis, 0 while this process keeps its own',
    registers,
  })
  shared.set(isShared ? 1 : 0)
  const decisions = new Counter({
    name: 'gateway_rate_limit_decisions_total',
    help: 'Requests by the limit they counted against, what came of it, and whether all gateways counted together',
    labelNames: ['limit', 'decision', 'counted'],
    registers,
  })
  return {
    onChange: (state: 'shared' | 'local'): void => shared.set(state === 'shared' ? 1 : 0),
    onDecision: ({ limit, refused, shared: together }: Decision): void =>
      decisions.inc({
        limit,
        decision: refused ? 'refused' : 'allowed',
        counted: together ? 'together' : 'here',
      }),
  }
}
