import { createApp } from '@cnop/common/http/create-app'
import { describe, expect, it } from 'vitest'

import { workloadsIn } from './kubernetes/pods.ts'
import { objectsIn, readRendered } from './kubernetes/rendered.ts'

const OURS = ['gateway', 'inventory-service', 'order-service', 'user-service', 'web']

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

  it('tells the load balancer which pods can be sent to, by the path their own probe asks', () => {
    const annotations = (name: string) => Object(object('Service', name)?.metadata['annotations'])
    for (const name of ['gateway', 'web']) {
      const pod = workloadsIn(objects).find(({ metadata }) => metadata.name === name)
      const probe = pod?.spec.template.spec.containers[0]?.readinessProbe?.httpGet?.path
      expect([name, annotations(name)['alb.ingress.kubernetes.io/healthcheck-path']]).toEqual([
        name,
        probe,
      ])
    }
    expect(object('Namespace', 'cnop-prod')?.metadata['labels']).toMatchObject({
      'elbv2.k8s.aws/pod-readiness-gate-inject': 'enabled',
    })
  })

  it('lets no pod go before the load balancer has stopped sending to it', () => {
    const attributes = JSON.stringify(object('Ingress', 'public')?.metadata['annotations'])
    const delay = Number(/deregistration_delay\.timeout_seconds=(\d+)/.exec(attributes)?.[1])
    const behindIt = workloadsIn(objects).filter(({ metadata }) =>
      ['gateway', 'web'].includes(metadata.name),
    )
    const waits = behindIt.flatMap(({ spec }) =>
      spec.template.spec.containers.map(({ lifecycle }) => lifecycle.preStop.sleep.seconds),
    )
    expect(waits).toHaveLength(2)
    expect(Math.min(...waits)).toBeGreaterThan(delay)
  })

  it('keeps an idle connection longer than the load balancer, which would meet one that is just closed', async () => {
    const { app } = createApp({ service: 'any', version: '0', logLevel: 'silent', checks: {} })
    const attributes = JSON.stringify(object('Ingress', 'public')?.metadata['annotations'])
    const idle = Number(/idle_timeout\.timeout_seconds=(\d+)/.exec(attributes)?.[1])
    expect(app.server.keepAliveTimeout).toBeGreaterThan(idle * 1_000)
    await app.close()
  })

  it('keeps at least two of everything', () => {
    const least = objects
      .filter(({ kind }) => kind === 'HorizontalPodAutoscaler')
      .map(({ spec }) => JSON.stringify(spec).match(/"minReplicas":(\d+)/)?.[1])
    expect(least).toHaveLength(OURS.length)
    for (const replicas of least) expect(Number(replicas)).toBeGreaterThanOrEqual(2)
  })

  it('runs images by a tag that is filled in, never by one that moves', () => {
    for (const { spec } of workloadsIn(objects))
      for (const { image } of spec.template.spec.containers)
        expect(image).toMatch(/^\$\{IMAGE_REGISTRY\}\/[\w-]+:\$\{IMAGE_TAG\}$/)
  })
})
