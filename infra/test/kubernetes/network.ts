import { z } from 'zod'

import type { KubernetesObject } from './rendered.ts'

const Selector = z.object({
  matchLabels: z.record(z.string(), z.string()).default({}),
  matchExpressions: z
    .array(z.object({ key: z.string(), operator: z.literal('In'), values: z.array(z.string()) }))
    .default([]),
})
const Peer = z.object({
  podSelector: Selector.optional(),
  namespaceSelector: Selector.optional(),
  ipBlock: z.looseObject({ cidr: z.string() }).optional(),
})
/** A rule without ports opens all of them, so each must name its own. */
const Ports = z.array(z.object({ port: z.number(), protocol: z.string().default('TCP') })).min(1)
const Policy = z.object({
  spec: z.object({
    podSelector: Selector,
    policyTypes: z.array(z.enum(['Ingress', 'Egress'])),
    ingress: z.array(z.strictObject({ from: z.array(Peer).min(1), ports: Ports })).default([]),
    egress: z.array(z.strictObject({ to: z.array(Peer).min(1), ports: Ports })).default([]),
  }),
})
type Selector = z.infer<typeof Selector>
type Peer = z.infer<typeof Peer>

const NAME = 'app.kubernetes.io/name'

const selects = (selector: Selector, app: string): boolean =>
  Object.entries(selector.matchLabels).every(([key, value]) => key === NAME && value === app) &&
  selector.matchExpressions.every(({ key, values }) => key === NAME && values.includes(app))

/** Who may be reached or reach, in words: the name of an app, a namespace, or a network. */
const describePeer = (peer: Peer): string => {
  const namespace = Object.values(peer.namespaceSelector?.matchLabels ?? {})
  if (namespace.length > 0) return `namespace ${namespace.join(' ')}`
  if (peer.ipBlock !== undefined) return peer.ipBlock.cidr
  const { matchLabels = {}, matchExpressions = [] } = peer.podSelector ?? {}
  return [...Object.values(matchLabels), ...matchExpressions.flatMap(({ values }) => values)].join(
    ' ',
  )
}

const withPorts = (peers: readonly Peer[], ports: z.infer<typeof Ports>): string[] =>
  peers.flatMap((peer) =>
    ports.map(
      ({ port, protocol }) =>
        `${describePeer(peer)} ${port}${protocol === 'TCP' ? '' : `/${protocol}`}`,
    ),
  )

/**
 * Everyone that the policies together let reach the pods of an app (`Ingress`) or be reached by them, with the
 * port: `gateway 8000`, `namespace kube-system 53/UDP`.
 */
export const allowed = (
  objects: readonly KubernetesObject[],
  app: string,
  direction: 'Ingress' | 'Egress',
): string[] =>
  objects
    .filter(({ kind }) => kind === 'NetworkPolicy')
    .map((object) => Policy.parse(object).spec)
    .filter(
      ({ podSelector, policyTypes }) =>
        policyTypes.includes(direction) && selects(podSelector, app),
    )
    .flatMap((spec) =>
      direction === 'Ingress'
        ? spec.ingress.flatMap(({ from, ports }) => withPorts(from, ports))
        : spec.egress.flatMap(({ to, ports }) => withPorts(to, ports)),
    )
    .toSorted()

/** Whether all that no policy names is refused, both ways. */
export const deniesByDefault = (objects: readonly KubernetesObject[]): boolean =>
  objects
    .filter(({ kind }) => kind === 'NetworkPolicy')
    .map((object) => Policy.parse(object).spec)
    .some(
      ({ podSelector, policyTypes, ingress, egress }) =>
        Object.keys(podSelector.matchLabels).length === 0 &&
        podSelector.matchExpressions.length === 0 &&
        policyTypes.length === 2 &&
        ingress.length + egress.length === 0,
    )
