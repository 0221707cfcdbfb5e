import { z } from 'zod'

import type { KubernetesObject } from './rendered.ts'

const Probe = z.looseObject({
  httpGet: z.looseObject({ path: z.string() }).optional(),
  tcpSocket: z.looseObject({}).optional(),
})

const Container = z.looseObject({
  name: z.string(),
  image: z.string(),
  ports: z.array(z.looseObject({ name: z.string(), containerPort: z.number() })).default([]),
  resources: z.looseObject({
    requests: z.record(z.string(), z.string()),
    limits: z.record(z.string(), z.string()),
  }),
  securityContext: z.looseObject({
    allowPrivilegeEscalation: z.boolean(),
    readOnlyRootFilesystem: z.boolean(),
    capabilities: z.looseObject({ drop: z.array(z.string()) }),
    privileged: z.boolean().optional(),
  }),
  env: z
    .array(
      z.looseObject({
        name: z.string(),
        value: z.string().optional(),
        valueFrom: z.unknown().optional(),
      }),
    )
    .default([]),
  startupProbe: Probe.optional(),
  livenessProbe: Probe.optional(),
  readinessProbe: Probe.optional(),
  lifecycle: z
    .object({ preStop: z.object({ sleep: z.object({ seconds: z.number() }) }) })
    .default({ preStop: { sleep: { seconds: 0 } } }),
})

const PodSpec = z.looseObject({
  serviceAccountName: z.string(),
  automountServiceAccountToken: z.boolean(),
  hostNetwork: z.boolean().optional(),
  hostPID: z.boolean().optional(),
  hostIPC: z.boolean().optional(),
  terminationGracePeriodSeconds: z.number().optional(),
  securityContext: z.looseObject({
    runAsNonRoot: z.boolean(),
    runAsUser: z.number(),
    seccompProfile: z.looseObject({ type: z.string() }),
  }),
  topologySpreadConstraints: z
    .array(
      z.looseObject({
        topologyKey: z.string(),
        labelSelector: z.object({ matchLabels: z.record(z.string(), z.string()) }),
      }),
    )
    .default([]),
  containers: z.array(Container).min(1),
  volumes: z.array(z.record(z.string(), z.unknown())).default([]),
})

const Workload = z.object({
  metadata: z.looseObject({ name: z.string() }),
  spec: z.looseObject({
    strategy: z.unknown().optional(),
    template: z.looseObject({
      metadata: z.looseObject({
        labels: z.record(z.string(), z.string()),
        annotations: z.record(z.string(), z.string()).default({}),
      }),
      spec: PodSpec,
    }),
  }),
})

export type Workload = z.infer<typeof Workload> & { readonly kind: string }

const WORKLOADS = new Set(['Deployment', 'StatefulSet', 'DaemonSet', 'Job'])

/** Everything that makes pods. Fails on one that leaves out what each must say of itself. */
export const workloadsIn = (objects: readonly KubernetesObject[]): Workload[] =>
  objects
    .filter(({ kind }) => WORKLOADS.has(kind))
    .map((object) => ({ ...Workload.parse(object), kind: object.kind }))
