import { spawnSync } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { fileURLToPath } from 'node:url'

import { SHUTDOWN_LIMIT_MS } from '@cnop/common/http/serve'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'

import { workloadsIn, type Workload } from './kubernetes/pods.ts'
import { OVERLAYS, hashOfSources, objectsIn, readRendered, stampOf } from './kubernetes/rendered.ts'
import { unknownFields, violations } from './kubernetes/schema.ts'
import { processes, unread } from './processes.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const OURS = ['gateway', 'inventory-service', 'order-service', 'user-service', 'web']

const NAME = 'app.kubernetes.io/name'

const Selector = z.object({ matchLabels: z.record(z.string(), z.string()) })
const Autoscaler = z.object({
  scaleTargetRef: z.object({ apiVersion: z.string(), kind: z.string(), name: z.string() }),
  minReplicas: z.number(),
  maxReplicas: z.number(),
})
const Budget = z.object({ selector: Selector, maxUnavailable: z.number() })
const Service = z.object({
  selector: z.record(z.string(), z.string()),
  ports: z.array(z.object({ targetPort: z.string() })),
})
const byName = (one: { name: string }, other: { name: string }) =>
  one.name.localeCompare(other.name)

const failing = (workloads: readonly Workload[], holds: (workload: Workload) => boolean) =>
  workloads.filter((workload) => !holds(workload)).map(({ metadata }) => metadata.name)

describe.each(OVERLAYS)('the rendered overlay %s', (overlay) => {
  const yaml = readRendered(overlay)
  const objects = objectsIn(yaml)
  const workloads = workloadsIn(objects)
  const ours = workloads.filter(({ metadata }) => OURS.includes(metadata.name))
  const specsOf = <T>(kind: string, Spec: z.ZodType<T>): T[] =>
    objects.filter((object) => object.kind === kind).map(({ spec }) => Spec.parse(spec))
  const named = (kind: string) =>
    objects.filter((object) => object.kind === kind).map(({ metadata }) => metadata.name)

  it('is made of the sources as they are', () => {
    expect(yaml.split('\n', 1)[0]).toBe(stampOf(hashOfSources()))
  })

  it('is what kustomize makes of them, where kustomize is there to ask', ({ skip }) => {
    const made = spawnSync('kubectl', ['kustomize', `kubernetes/${overlay}`], {
      cwd: ROOT,
      encoding: 'utf8',
    })
    if (made.error !== undefined) skip('kubectl is not installed')
    expect(objectsIn(made.stdout)).toEqual(objects)
  })

  it('obeys the Kubernetes schemas, object by object', async () => {
    expect(objects.length).toBeGreaterThan(30)
    const found = await Promise.all(objects.map(violations))
    expect(found.flat()).toEqual([])
  })

  it('has no field that the schemas do not know', { timeout: 60_000 }, () => {
    expect(unknownFields(objects)).toEqual([])
  })

  it('has every object once, in its own namespace', () => {
    const names = objects.map(({ kind, metadata }) => `${kind}/${metadata.name}`)
    expect(names).toHaveLength(new Set(names).size)
    const outside = objects.filter(
      ({ kind, metadata }) => kind !== 'Namespace' && metadata.namespace !== `cnop-${overlay}`,
    )
    expect(outside).toEqual([])
  })

  it('meets the restricted pod security standard, and enforces it', () => {
    const namespace = objects.find(({ kind }) => kind === 'Namespace')
    expect(namespace?.metadata['labels']).toMatchObject({
      'pod-security.kubernetes.io/enforce': 'restricted',
    })
    expect(
      failing(workloads, ({ spec: { template } }) => {
        const pod = template.spec
        return (
          pod.securityContext.runAsNonRoot &&
          pod.securityContext.runAsUser > 0 &&
          pod.securityContext.seccompProfile.type === 'RuntimeDefault' &&
          pod.hostNetwork !== true &&
          pod.hostPID !== true &&
          pod.hostIPC !== true &&
          pod.volumes.every((volume) => !('hostPath' in volume)) &&
          pod.containers.every(
            ({ securityContext }) =>
              !securityContext.allowPrivilegeEscalation &&
              securityContext.privileged !== true &&
              securityContext.capabilities.drop.includes('ALL'),
          )
        )
      }),
    ).toEqual([])
  })

  it('gives no pod a writable root or the token of the cluster', () => {
    expect(
      failing(
        workloads,
        ({ spec: { template } }) =>
          !template.spec.automountServiceAccountToken &&
          template.spec.containers.every(
            ({ securityContext }) => securityContext.readOnlyRootFilesystem,
          ),
      ),
    ).toEqual([])
  })

  it('asks for processor and memory for every container, and limits both', () => {
    expect(
      failing(workloads, ({ spec: { template } }) =>
        template.spec.containers.every(({ resources }) =>
          [resources.requests, resources.limits].every(
            ({ cpu, memory }) => cpu !== undefined && memory !== undefined,
          ),
        ),
      ),
    ).toEqual([])
  })

  it('runs the gateway, the page and every service, each with probes of its own', () => {
    expect(ours.map(({ metadata }) => metadata.name).toSorted()).toEqual(OURS)
    expect(
      failing(ours, ({ spec: { template } }) =>
        template.spec.containers.every(
          ({ startupProbe, livenessProbe, readinessProbe }) =>
            startupProbe?.httpGet !== undefined &&
            livenessProbe?.httpGet !== undefined &&
            readinessProbe?.httpGet !== undefined,
        ),
      ),
    ).toEqual([])
  })

  it('does not take a process for dead because something it needs is away', () => {
    const paths = ours
      .filter(({ metadata }) => metadata.name !== 'web')
      .flatMap(({ spec }) => spec.template.spec.containers)
      .map(({ livenessProbe, readinessProbe }) => [
        livenessProbe?.httpGet?.path,
        readinessProbe?.httpGet?.path,
      ])
    for (const path of paths) expect(path).toEqual(['/health/live', '/health/ready'])
  })

  it('rolls out without losing a request: new before old, and time to finish', () => {
    expect(
      failing(ours, ({ spec: { strategy, template } }) => {
        expect(strategy).toEqual({
          type: 'RollingUpdate',
          rollingUpdate: { maxSurge: 1, maxUnavailable: 0 },
        })
        const waits = template.spec.containers.map(
          ({ lifecycle }) => lifecycle.preStop.sleep.seconds,
        )
        const grace = template.spec.terminationGracePeriodSeconds ?? 0
        return Math.min(...waits) >= 5 && grace > Math.max(...waits) + SHUTDOWN_LIMIT_MS / 1_000
      }),
    ).toEqual([])
  })

  it('spreads each of ours over zones and nodes, counting its own pods', () => {
    expect(
      failing(ours, ({ metadata: { name }, spec: { template } }) => {
        const constraints = template.spec.topologySpreadConstraints
        const keys = new Set(constraints.map(({ topologyKey }) => topologyKey))
        return (
          keys.has('topology.kubernetes.io/zone') &&
          keys.has('kubernetes.io/hostname') &&
          constraints.every(({ labelSelector }) => labelSelector.matchLabels[NAME] === name)
        )
      }),
    ).toEqual([])
  })

  it('scales each of ours by its load, and leaves the number of its pods to that alone', () => {
    const scaled = specsOf('HorizontalPodAutoscaler', Autoscaler)
    expect(scaled.map(({ scaleTargetRef }) => scaleTargetRef).toSorted(byName)).toEqual(
      OURS.map((name) => ({ apiVersion: 'apps/v1', kind: 'Deployment', name })),
    )
    for (const { minReplicas, maxReplicas } of scaled)
      expect(maxReplicas).toBeGreaterThan(minReplicas)
    for (const { spec } of ours) expect(spec).not.toHaveProperty('replicas')
  })

  it('keeps all but one of each through a disruption, and lets that one go', () => {
    const budgets = specsOf('PodDisruptionBudget', Budget)
    expect(budgets.map(({ selector }) => selector.matchLabels[NAME]).toSorted()).toEqual(OURS)
    for (const { maxUnavailable } of budgets) expect(maxUnavailable).toBe(1)
  })

  it('sends to the pods of each of ours, at the port they listen on', () => {
    const services = specsOf('Service', Service)
    for (const { metadata, spec } of ours) {
      expect(spec.template.metadata.labels[NAME]).toBe(metadata.name)
      const own = services.filter(({ selector }) => selector[NAME] === metadata.name)
      expect(own.length).toBeGreaterThan(0)
      const open = spec.template.spec.containers.flatMap(({ ports }) =>
        ports.map(({ name }) => name),
      )
      for (const { ports } of own) expect(ports.map(({ targetPort }) => targetPort)).toEqual(open)
    }
  })

  it('gives each workload a service account of its own kind, and none the default one', () => {
    const accounts = named('ServiceAccount')
    expect(
      failing(workloads, ({ spec: { template } }) =>
        accounts.includes(template.spec.serviceAccountName),
      ),
    ).toEqual([])
    for (const app of OURS) expect(accounts).toContain(app)
  })

  const settings = objects.find(({ kind }) => kind === 'ConfigMap')
  const shared = z.record(z.string(), z.string()).parse(settings?.['data'])
  const keys = generateKeyPairSync('ed25519', {
    privateKeyEncoding: { format: 'pem', type: 'pkcs8' },
    publicKeyEncoding: { format: 'pem', type: 'spki' },
  })
  const SECRETS: Record<string, string> = {
    REDIS_URL: 'redis://redis:6379',
    JWT_PRIVATE_KEY: keys.privateKey,
  }
  const givenTo = (app: string) =>
    Object.fromEntries(
      ours
        .filter(({ metadata }) => metadata.name === app)
        .flatMap(({ spec }) => spec.template.spec.containers)
        .flatMap(({ env }) => env)
        .map(({ name }) => [name, SECRETS[name] ?? 'a-secret-of-32-bytes-or-a-bit-more']),
    )

  it('rolls pods over to changed settings, which are another object', () => {
    expect(settings?.metadata.name).toMatch(/^settings-[a-z0-9]{10}$/)
    const references = [...yaml.matchAll(/configMapRef:\n +name: (\S+)/g)].map(([, name]) => name)
    expect(references.length).toBeGreaterThanOrEqual(4)
    expect(new Set(references)).toEqual(new Set([settings?.metadata.name]))
  })

  it.each(Object.entries(processes))('lets settings make %s use a key pair', (name, own) => {
    const pair = { JWT_ALGORITHM: 'EdDSA', JWT_PUBLIC_KEYS: keys.publicKey }
    expect(() => own.read({ ...shared, ...givenTo(name), ...pair })).not.toThrow()
    expect('JWT_PRIVATE_KEY' in givenTo(name)).toBe(name === 'user-service')
  })

  it.each(Object.entries(processes))('gives %s settings it starts with', (name, own) => {
    const given = givenTo(name)
    expect(unread(own.settings, given)).toEqual([])
    expect(() => own.read({ ...shared, ...given })).not.toThrow()
    const readBySome = Object.values(processes).flatMap((each) => Object.keys(each.settings))
    expect(unread(Object.fromEntries(readBySome.map((each) => [each, 1])), shared)).toEqual([])
  })

  it('holds no secret: those are referenced', () => {
    expect(named('Secret')).toEqual([])
    const secrets = workloads
      .flatMap(({ spec }) => spec.template.spec.containers)
      .flatMap(({ env }) => env)
      .filter(({ name }) => /KEY|PASSWORD|TOKEN|REDIS_URL/.test(name))
    expect(secrets.length).toBeGreaterThan(0)
    for (const secret of secrets) {
      expect(secret.value).toBeUndefined()
      expect(secret.valueFrom).toMatchObject({ secretKeyRef: {} })
    }
  })
})

describe('the checks of schemas', () => {
  const deployment = objectsIn(readRendered('prod')).find(({ kind }) => kind === 'Deployment')

  it(
    'find a value of the wrong type and a field that does not exist',
    { timeout: 60_000 },
    async () => {
      if (deployment === undefined) throw new Error('no deployment')
      const wrong = { ...deployment, spec: { ...Object(deployment['spec']), replicas: 'two' } }
      expect(await violations(wrong)).toEqual([expect.stringContaining('replicas must be integer')])
      const misspelt = { ...deployment, spec: { ...Object(deployment['spec']), replicaz: 2 } }
      expect(unknownFields([misspelt])).toEqual(
        expect.arrayContaining([expect.stringContaining('replicaz')]),
      )
    },
  )
})
