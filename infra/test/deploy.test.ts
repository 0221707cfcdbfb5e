import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

import { afterAll, describe, expect, it } from 'vitest'

import { workloadsIn } from './kubernetes/pods.ts'
import { objectsIn, readRendered } from './kubernetes/rendered.ts'
import { runWithStandIns } from './stand-ins.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

describe('wrong arguments', () => {
  const docker = 'scripts/deploy-docker.sh'
  const deploy = 'scripts/deploy.sh'

  it.each([
    [docker, [], 'say what to do: -b, -d or -bd'],
    [docker, ['-b'], 'say what for: all or one of user-service'],
    [docker, ['all'], 'say what to do'],
    [docker, ['-x', 'all'], '-x is not an option'],
    [docker, ['-bd', 'order-servcie'], 'there is no service order-servcie; there are user-service'],
    [docker, ['-b', 'gateway', 'web'], 'one target at a time: gateway or web'],
    [deploy, [], 'say what to deploy to'],
    [deploy, ['--type'], '--type needs a value'],
    [deploy, ['--type', 'vm', '--environment', 'dev'], 'there is no type vm'],
    [deploy, ['--type', 'k8s'], 'say which: --environment dev or prod'],
    [deploy, ['--type', 'k8s', '--environment', 'qa'], 'there is no environment qa'],
    [deploy, ['--type', 'docker', '--environment', 'prod'], 'Docker Compose is for one machine'],
  ] as const)('%s %j: %s', (script, args, reason) => {
    const { status, output, calls } = runWithStandIns(
      [script, ...args],
      ['docker', 'kubectl', 'terraform', 'aws'],
    )
    expect(status).toBe(2)
    expect(output).toContain(`✗ ${reason}`)
    // How it is to be called, and nothing was done.
    expect(output).toContain(`${script} -`)
    expect(calls).toEqual([])
  })
})

describe('building with deploy-docker.sh', () => {
  const build = (target: string) => {
    const { status, calls } = runWithStandIns(
      ['scripts/deploy-docker.sh', '-b', target],
      ['docker'],
    )
    expect(status).toBe(0)
    return calls
      .filter(({ args }) => args[0] === 'build')
      .map(({ args }) => args[args.indexOf('--tag') + 1])
  }

  it('makes an image of each, or of the one that is named, by its name of now or then', () => {
    expect(build('all')).toEqual([
      'cnop/user-service:dev',
      'cnop/inventory-service:dev',
      'cnop/order-service:dev',
      'cnop/gateway:dev',
      'cnop/web:dev',
    ])
    expect(build('order-service')).toEqual(['cnop/order-service:dev'])
    expect(build('order_service')).toEqual(['cnop/order-service:dev'])
    expect(build('frontend')).toEqual(['cnop/web:dev'])
  })
})

describe('deploying with deploy-docker.sh', () => {
  // A copy, as it makes a .env beside itself.
  const copy = mkdtempSync(join(tmpdir(), 'deploy-docker-'))
  cpSync(join(ROOT, 'scripts'), join(copy, 'scripts'), { recursive: true })
  afterAll(() => rmSync(copy, { recursive: true }))

  it('tells the ports that are published, wherever .env has moved them', () => {
    writeFileSync(join(copy, '.env'), 'WEB_PORT=3280\nGATEWAY_PORT=8280\n')
    const { status, output } = runWithStandIns(
      [relative(ROOT, join(copy, 'scripts/deploy-docker.sh')), '-d', 'all'],
      ['docker'],
      {
        'State.Health.Status': 'healthy',
        'port web 8080': '0.0.0.0:3280\n',
        'port gateway 8080': '127.0.0.1:8280\n',
      },
    )
    expect(status).toBe(0)
    expect(output).toContain('page http://localhost:3280   gateway http://localhost:8280/api/v1')
  })
})

describe('deploying to EKS', () => {
  const { status, output, calls } = runWithStandIns(
    ['scripts/deploy.sh', '--type', 'k8s', '--environment', 'prod'],
    ['aws', 'kubectl', 'terraform'],
    {
      'output -raw certificate_arn': 'arn:aws:acm:us-east-1:123456789012:certificate/1',
      'output -raw image_registry': '123456789012.dkr.ecr.us-east-1.amazonaws.com/cnop-prod',
      'output -raw web_acl_arn': 'arn:aws:wafv2:us-east-1:123456789012:regional/webacl/1',
      'output -raw account_id': '123456789012',
      'output -raw': 'said-by-terraform',
      'get-secret-value': 'a-secret-value',
    },
    { IMAGE_TAG: '1.2.3' },
  )
  const ofKubectl = calls.filter(({ program }) => program === 'kubectl')
  const applied = ofKubectl.find(({ input }) => input.includes('kind: Deployment'))?.input ?? ''
  const secrets = ofKubectl.filter(({ args }) => args.includes('secret')).map(({ args }) => args[3])

  it('fills in everything that only Terraform knows', () => {
    expect([status, output]).toEqual([0, expect.stringContaining('https://said-by-terraform')])
    expect(applied).not.toContain('${')
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

  it('stops before anything is applied when Terraform does not say what is needed', () => {
    const { status: failed, calls: made } = runWithStandIns(
      ['scripts/deploy.sh', '--type', 'k8s', '--environment', 'prod'],
      ['aws', 'kubectl', 'terraform'],
      { 'output -raw domain': '', 'output -raw': 'x', 'get-secret-value': 'x' },
      { IMAGE_TAG: '1.2.3' },
    )
    expect(failed).not.toBe(0)
    expect(made.filter(({ input }) => input.includes('kind: Deployment'))).toEqual([])
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

describe('make', () => {
  const text = readFileSync(join(ROOT, 'Makefile'), 'utf8')
  const targets = [...text.matchAll(/^([a-z0-9-]+):.*## /gm)].map(([, name = '']) => name)
  const make = (...args: string[]) => spawnSync('make', args, { cwd: ROOT, encoding: 'utf8' })
  const isInstalled = make('--version').error === undefined

  it('declares every target as a command and not a file', () => {
    const phony = /^\.PHONY: (.*)$/m.exec(text)?.[1]?.split(' ')
    expect(phony?.toSorted()).toEqual(targets.toSorted())
  })

  it('names scripts that are there', () => {
    const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))
    for (const [, name = ''] of text.matchAll(/npx pnpm (\S+)/g))
      expect(scripts).toHaveProperty([name])
    for (const [path] of text.matchAll(/scripts\/[\w/-]+\.sh/g))
      expect([path, existsSync(join(ROOT, path))]).toEqual([path, true])
  })

  it.skipIf(!isInstalled)('lists each, and each can be run as it is', () => {
    const list = make('help').stdout
    for (const target of targets) {
      expect(list).toMatch(new RegExp(`^${target} `, 'm'))
      expect(make('--dry-run', target).status).toBe(0)
    }
    expect(make('--dry-run', 'port-forward').stdout).toContain('service/gateway 8080')
    expect(make('--dry-run', 'logs').stdout).toContain('name=gateway')
    expect(make('--dry-run', 'logs', 'SERVICE=web').stdout).toContain('name=web')
  })
})
