import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

import { afterAll, describe, expect, it } from 'vitest'

import { askedByRealCli, isAwsInstalled } from './aws-cli.ts'
import { workloadsIn } from './kubernetes/pods.ts'
import { objectsIn, readRendered } from './kubernetes/rendered.ts'
import { runWithStandIns, type Call } from './stand-ins.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

describe('deploying to kind', () => {
  // A copy, as it makes a .env beside itself.
  const copy = mkdtempSync(join(tmpdir(), 'deploy-kind-'))
  for (const folder of ['scripts', 'kubernetes'])
    cpSync(join(ROOT, folder), join(copy, folder), { recursive: true })
  afterAll(() => rmSync(copy, { recursive: true }))

  writeFileSync(
    join(copy, '.env'),
    [
      'JWT_PUBLIC_KEYS=-----BEGIN PUBLIC KEY-----\\nMCow== and more\\n-----END PUBLIC KEY-----',
      'JWT_SECRET_KEY="the key of tokens" # quoted',
      'ACCOUNT_SECRET_KEY=the-key-of-accounts',
      'REDIS_PASSWORD=the-password',
    ].join('\n'),
  )
  const { status, output, calls } = runWithStandIns(
    [relative(ROOT, join(copy, 'scripts/deploy.sh')), '--type', 'k8s', '--environment', 'dev'],
    ['docker', 'kind', 'kubectl'],
    { 'get clusters': 'cnop\n' },
  )

  it('reads of .env the secrets it needs, and runs nothing of it', () => {
    expect([status, output]).toEqual([0, expect.stringContaining('http://localhost:30004')])
    const given = calls.filter(({ args }) => args[0] === 'create' && args[1] === 'secret')
    expect(given.map(({ args, input }) => [args[3], input])).toEqual([
      ['token-key', 'JWT_SECRET_KEY=the key of tokens\n'],
      ['account-key', 'ACCOUNT_SECRET_KEY=the-key-of-accounts\n'],
      ['redis', 'REDIS_PASSWORD=the-password\nREDIS_URL=redis://:the-password@redis:6379\n'],
    ])
  })

  it('replaces the pods, whose tag is that of the build before', () => {
    const done = calls.map(({ program, args }) => [program, ...args].join(' '))
    const applied = done.indexOf('kubectl apply -f kubernetes/rendered/dev.yaml')
    const restarted = done.indexOf('kubectl --namespace cnop-dev rollout restart deployment')
    const awaited = done.findIndex((line) => line.includes('rollout status'))
    expect(applied).toBeGreaterThan(-1)
    expect(restarted).toBeGreaterThan(applied)
    expect(awaited).toBeGreaterThan(restarted)
  })
})

describe('deploying to EKS', () => {
  const ANSWERS = {
    'output -raw certificate_arn': 'arn:aws:acm:us-east-1:123456789012:certificate/1',
    'output -raw image_registry': '123456789012.dkr.ecr.us-east-1.amazonaws.com/cnop-prod',
    'output -raw web_acl_arn': 'arn:aws:wafv2:us-east-1:123456789012:regional/webacl/1',
    'output -raw account_id': '123456789012',
    'output -raw region': 'eu-west-3',
    'output -raw': 'said-by-terraform',
    'get-secret-value': 'a-secret-value',
    'get secret': 'account-key=11 redis=12 token-key=13 ',
  }
  const deploy = (answers: Record<string, string>, failures: Record<string, number> = {}) =>
    runWithStandIns(
      ['scripts/deploy.sh', '--type', 'k8s', '--environment', 'prod'],
      ['aws', 'kubectl', 'terraform'],
      answers,
      { IMAGE_TAG: '1.2.3' },
      failures,
    )
  const { status, output, calls } = deploy(ANSWERS)
  const ofKubectl = calls.filter(({ program }) => program === 'kubectl')
  const applied = ofKubectl.find(({ input }) => input.includes('kind: Deployment'))?.input ?? ''
  const secrets = ofKubectl
    .filter(({ args }) => args[0] === 'create' && args[1] === 'secret')
    .map(({ args }) => args[3])

  it('fills in everything that only Terraform knows', () => {
    expect([status, output]).toEqual([0, expect.stringContaining('https://said-by-terraform')])
    expect(applied).not.toContain('${')
    expect(applied).toContain('DYNAMODB_REGION: eu-west-3')
    const images = workloadsIn(objectsIn(applied)).flatMap(({ spec }) =>
      spec.template.spec.containers.map(({ image }) => image),
    )
    expect(images).toHaveLength(5)
    for (const image of images)
      expect(image).toMatch(/^123456789012\.dkr\.ecr\.[\w.-]+\/cnop-prod\/[\w-]+:1\.2\.3$/)
  })

  it('makes every secret that the pods cannot start without', () => {
    const needed = [...applied.matchAll(/secretKeyRef:\n((?: +\w+: .*\n)+)/g)]
      .map(([, lines = '']) => lines)
      .filter((lines) => !lines.includes('optional: true'))
      .map((lines) => /name: (\S+)/.exec(lines)?.[1])
    expect(new Set(secrets)).toEqual(new Set(needed))
  })

  it('shows no secret in a list of processes', () => {
    expect(JSON.stringify(calls.map(({ args }) => args))).not.toContain('a-secret-value')
  })

  it('waits until each is rolled out', () => {
    const waited = ofKubectl
      .filter(({ args }) => args.includes('status'))
      .map(({ args }) => args[4])
    expect(waited.toSorted()).toEqual(
      ['gateway', 'inventory-service', 'order-service', 'user-service', 'web'].map(
        (each) => `deployment/${each}`,
      ),
    )
  })

  it('rolls the pods over when what they read as they start has changed', () => {
    const readers = workloadsIn(objectsIn(applied)).filter(({ spec }) =>
      JSON.stringify(spec).includes('secretKeyRef'),
    )
    expect(readers).toHaveLength(4)
    for (const { spec } of readers)
      expect(spec.template.metadata['annotations']).toMatchObject({
        'cnop/secrets': 'account-key=11 redis=12 token-key=13',
        'cnop/domain': 'said-by-terraform',
      })
    const references = [...applied.matchAll(/secretKeyRef:\n +key: .*\n +name: (\S+)/g)]
    const asked = ofKubectl.find(({ args }) => args.includes('get') && args.includes('secret'))
    expect(asked?.args).toEqual(expect.arrayContaining(references.map(([, name]) => name)))
  })

  it('asks AWS where the cluster is, whatever region the shell is set to', () => {
    const asked = calls.filter(({ program }) => program === 'aws')
    expect(asked.length).toBeGreaterThan(5)
    for (const { args } of asked) expect(args[args.indexOf('--region') + 1]).toBe('eu-west-3')
  })

  it.each([
    ['Terraform does not say the domain', { 'output -raw domain': '' }, {}],
    ['Terraform fails', {}, { 'output -raw account_id': 1 }],
    ['a secret is empty', { 'get-secret-value --secret-id cnop-prod/redis-url': '' }, {}],
    ['a secret has no text', { 'get-secret-value --secret-id cnop-prod/redis-url': 'None' }, {}],
    ['a secret cannot be read', {}, { 'cnop-prod/account-secret-key': 1 }],
    ['an image has not been pushed', {}, { 'repository-name cnop-prod/order-service': 1 }],
  ])('leaves the cluster as it is when %s', (_, answers, failures) => {
    const failed = deploy({ ...answers, ...ANSWERS }, failures)
    expect(failed.status).not.toBe(0)
    expect(failed.output).toContain('✗ ')
    expect(failed.calls.filter(({ program }) => program === 'kubectl')).toEqual([])
  })

  it.skipIf(!isAwsInstalled())(
    'asks in words that the real command line of AWS takes',
    { timeout: 60_000 },
    async () => {
      const isOf = (words: string) => (call: Call) => call.args.join(' ').includes(words)
      const some = ['cnop-prod/order-service', 'cnop-prod/redis-url'].flatMap((words) =>
        calls.filter(isOf(words)),
      )
      expect(await askedByRealCli(some)).toEqual([
        [
          'DescribeImages',
          { repositoryName: 'cnop-prod/order-service', imageIds: [{ imageTag: '1.2.3' }] },
        ],
        ['GetSecretValue', { SecretId: 'cnop-prod/redis-url' }],
      ])
    },
  )

  it.each([
    ['fails', {}, { 'get secret': 1 }],
    ['says nothing', { 'get secret': '' }, {}],
  ])('stops when the cluster, asked which secrets it has, %s', (_, answers, failures) => {
    const failed = deploy({ ...ANSWERS, ...answers }, failures)
    expect(failed.status).not.toBe(0)
    expect(failed.calls.filter(({ input }) => input.includes('kind: Deployment'))).toEqual([])
  })
})

it('every secret that dev refers to is one that its deployment makes', () => {
  const script = readFileSync(join(ROOT, 'scripts/deploy.sh'), 'utf8')
  const made = new Set([...script.matchAll(/secret cnop-dev ([\w-]+) /g)].map(([, name]) => name))
  const references = JSON.stringify(objectsIn(readRendered('dev'))).matchAll(
    /"secretKeyRef":(\{[^}]*\})/g,
  )
  const needed = [...references]
    .map(([, reference = '{}']) => JSON.parse(reference))
    .filter(({ optional }) => optional !== true)
    .map(({ name }) => name)
  expect(needed.length).toBeGreaterThan(5)
  expect(needed.filter((name) => !made.has(name))).toEqual([])
})
