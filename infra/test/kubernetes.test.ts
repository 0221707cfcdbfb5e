import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

import { SHUTDOWN_LIMIT_MS } from '@cnop/common/http/serve'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'

import { allowed, deniesByDefault } from './kubernetes/network.ts'
import { workloadsIn, type Workload } from './kubernetes/pods.ts'
import { OVERLAYS, hashOfSources, objectsIn, readRendered, stampOf } from './kubernetes/rendered.ts'
import { unknownFields, violations } from './kubernetes/schema.ts'
import { processes, unread } from './processes.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const OURS = ['gateway', 'inventory-service', 'order-service', 'user-service', 'web']
const SERVICES = ['user-service', 'inventory-service', 'order-service']

const failing = (workloads: readonly Workload[], holds: (workload: Workload) => boolean) =>
  workloads.filter((workload) => !holds(workload)).map(({ metadata }) => metadata.name)

describe.each(OVERLAYS)('the rendered overlay %s', (overlay) => {
  const yaml = readRendered(overlay)
  const objects = objectsIn(yaml)
  const workloads = workloadsIn(objects)
  const ours = workloads.filter(({ metadata }) => OURS.includes(metadata.name))
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
    const preStopSeconds = 5
    expect(
      failing(ours, ({ spec: { strategy, template } }) => {
        expect(strategy).toEqual({
          type: 'RollingUpdate',
          rollingUpdate: { maxSurge: 1, maxUnavailable: 0 },
        })
        for (const { lifecycle } of template.spec.containers)
          expect(lifecycle?.preStop).toEqual({ sleep: { seconds: preStopSeconds } })
        const grace = template.spec.terminationGracePeriodSeconds ?? 0
        return grace > preStopSeconds + SHUTDOWN_LIMIT_MS / 1_000
      }),
    ).toEqual([])
  })

  it('spreads, scales and protects each of ours from disruption', () => {
    expect(named('HorizontalPodAutoscaler').toSorted()).toEqual(OURS)
    expect(named('PodDisruptionBudget').toSorted()).toEqual(OURS)
    expect(
      failing(ours, ({ spec: { template } }) => {
        const keys = new Set(
          template.spec.topologySpreadConstraints.map(({ topologyKey }) => topologyKey),
        )
        return keys.has('topology.kubernetes.io/zone') && keys.has('kubernetes.io/hostname')
      }),
    ).toEqual([])
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

  it.each(Object.entries(processes))('gives %s settings it starts with', (name, own) => {
    const settings = objects.find(({ kind }) => kind === 'ConfigMap')
    const shared = z.record(z.string(), z.string()).parse(settings?.['data'])
    const secret = (setting: string) =>
      setting === 'REDIS_URL' ? 'redis://redis:6379' : 'a-secret-of-32-bytes-or-a-bit-more'
    const given = Object.fromEntries(
      ours
        .filter(({ metadata }) => metadata.name === name)
        .flatMap(({ spec }) => spec.template.spec.containers)
        .flatMap(({ env }) => env)
        .map(({ name: setting }) => [setting, secret(setting)]),
    )
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

  it('lets nothing through the network that is not named', () => {
    expect(deniesByDefault(objects)).toBe(true)
  })

  it('lets only the gateway reach services, and only the page and the ingress the gateway', () => {
    const monitoring = 'namespace monitoring'
    const ingress = { dev: '0.0.0.0/0', prod: '10.30.0.0/20' }[overlay]
    expect(allowed(objects, 'user-service', 'Ingress')).toEqual(['gateway', monitoring])
    expect(allowed(objects, 'order-service', 'Ingress')).toEqual(['gateway', monitoring])
    // order-service takes its prices from inventory-service.
    expect(allowed(objects, 'inventory-service', 'Ingress')).toEqual([
      'gateway',
      monitoring,
      'order-service',
    ])
    expect(allowed(objects, 'gateway', 'Ingress')).toEqual([ingress, monitoring, 'web'])
    expect(allowed(objects, 'web', 'Ingress')).toEqual([ingress])
  })

  it('lets the page reach nothing but the gateway', () => {
    expect(allowed(objects, 'web', 'Egress')).toEqual(['gateway', 'namespace kube-system'])
  })
})

describe('dev', () => {
  const objects = objectsIn(readRendered('dev'))

  it('is reached at the ports of the node that people know', () => {
    const ports = objects
      .filter(({ kind, spec }) => kind === 'Service' && JSON.stringify(spec).includes('NodePort'))
      .map(({ metadata, spec }) => [metadata.name, spec])
    expect(ports).toMatchObject([
      ['gateway-node-port', { ports: [{ nodePort: 30000 }] }],
      ['web-node-port', { ports: [{ nodePort: 30004 }] }],
    ])
  })

  it('brings its own Redis and DynamoDB, which production does not', () => {
    const namesIn = (overlay: 'dev' | 'prod') =>
      workloadsIn(objectsIn(readRendered(overlay))).map(({ metadata }) => metadata.name)
    expect(namesIn('dev')).toEqual(expect.arrayContaining(['redis', 'dynamodb', 'create-tables']))
    expect(namesIn('prod').toSorted()).toEqual(OURS)
  })
})

describe('prod', () => {
  const objects = objectsIn(readRendered('prod'))
  const object = (kind: string, name: string) =>
    objects.find((each) => each.kind === kind && each.metadata.name === name)

  it('lets only services that keep data assume a role of AWS, each its own', () => {
    const roles = objects
      .filter(({ kind }) => kind === 'ServiceAccount')
      .map(({ metadata }) => [metadata.name, metadata['annotations'] ?? {}])
    const role = (name: string) => ({
      'eks.amazonaws.com/role-arn': `arn:aws:iam::\${AWS_ACCOUNT_ID}:role/cnop-prod-${name}`,
    })
    expect(Object.fromEntries(roles)).toEqual({
      gateway: {},
      'inventory-service': role('inventory-service'),
      'order-service': role('order-service'),
      'user-service': role('user-service'),
      web: {},
    })
  })

  it('has one load balancer that takes TLS alone, for the page and the API', () => {
    const ingress = object('Ingress', 'public')
    expect(ingress?.['spec']).toMatchObject({ ingressClassName: 'alb' })
    expect(ingress?.metadata['annotations']).toMatchObject({
      'alb.ingress.kubernetes.io/ssl-redirect': '443',
      'alb.ingress.kubernetes.io/target-type': 'ip',
    })
    expect(ingress?.['spec']).toMatchObject({
      rules: [
        {
          http: {
            paths: [
              { path: '/api/v1', backend: { service: { name: 'gateway' } } },
              { path: '/', backend: { service: { name: 'web' } } },
            ],
          },
        },
      ],
    })
  })

  it('keeps at least two of everything', () => {
    const least = objects
      .filter(({ kind }) => kind === 'HorizontalPodAutoscaler')
      .map(({ spec }) => JSON.stringify(spec).match(/"minReplicas":(\d+)/)?.[1])
    expect(least).toHaveLength(SERVICES.length + 2)
    for (const replicas of least) expect(Number(replicas)).toBeGreaterThanOrEqual(2)
  })

  it('runs images by a tag that is filled in, never by one that moves', () => {
    for (const { spec } of workloadsIn(objects))
      for (const { image } of spec.template.spec.containers)
        expect(image).toMatch(/^\$\{IMAGE_REGISTRY\}\/[\w-]+:\$\{IMAGE_TAG\}$/)
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
