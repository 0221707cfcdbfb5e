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

describe('make-env.sh', () => {
  const copy = mkdtempSync(join(tmpdir(), 'make-env-'))
  cpSync(join(ROOT, 'scripts'), join(copy, 'scripts'), { recursive: true })
  afterAll(() => rmSync(copy, { recursive: true }))
  const made = (env: string) => {
    writeFileSync(join(copy, '.env'), env)
    const { status } = spawnSync(join(copy, 'scripts/deploy/make-env.sh'), { encoding: 'utf8' })
    expect(status).toBe(0)
    return readFileSync(join(copy, '.env'), 'utf8')
  }
  const SECRETS = ['JWT_SECRET_KEY', 'ACCOUNT_SECRET_KEY', 'REDIS_PASSWORD']

  it('makes secrets that may stand in a URL', () => {
    const env = made('')
    for (const name of SECRETS) expect(env).toMatch(new RegExp(`^${name}=[\\w-]{43}$`, 'm'))
  })

  it('takes a line with nothing but its comment for one without a secret', () => {
    const env = made(readFileSync(join(ROOT, '.env.example'), 'utf8'))
    for (const name of SECRETS) {
      expect(env.match(new RegExp(`^${name}=`, 'gm'))).toHaveLength(1)
      expect(env).toMatch(new RegExp(`^${name}=[\\w-]{43}$`, 'm'))
    }
    expect(env).toContain('REDIS_PORT=6379')
  })

  it('leaves what is there', () => {
    const before = made('JWT_SECRET_KEY= # below\nJWT_SECRET_KEY="mine" # quoted\nREDIS_PASSWORD=a')
    expect(before).toMatch(/^JWT_SECRET_KEY="mine" # quoted\nREDIS_PASSWORD=a\n/)
    expect(made(before)).toBe(before)
  })
})

it('the secrets that a release asks for may stand in a URL as its example makes them', () => {
  const directory = mkdtempSync(join(tmpdir(), 'release-files-'))
  const release = spawnSync(join(ROOT, 'scripts/deploy/release-files.sh'), ['r/us', '1', directory])
  expect(release.status).toBe(0)
  const example = readFileSync(join(directory, 'env.example'), 'utf8')
  rmSync(directory, { recursive: true })
  const command = /^# +(head .*)$/m.exec(example)?.[1] ?? 'false'
  // Bytes of which the plain base64 has both signs that a URL does not take.
  const text = spawnSync(
    'bash',
    ['-c', command.replace(/^head.*urandom/, String.raw`printf '\xfb\xff\xfe'`)],
    {
      encoding: 'utf8',
    },
  )
  expect(text.stdout.trim()).toBe('-__-')
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
    expect(make('--dry-run', 'logs').stdout).toContain('name=gateway')
    expect(make('--dry-run', 'logs', 'SERVICE=web').stdout).toContain('name=web')
  })

  it.skipIf(!isInstalled)('forwards to the port that each service has, from any', () => {
    const forward = (...args: string[]) =>
      make('--dry-run', 'port-forward', ...args)
        .stdout.trim()
        .split('port-forward ')[1]
    for (const { metadata } of workloadsIn(objectsIn(readRendered('prod')))) {
      const { name } = metadata
      const service = objectsIn(readRendered('prod')).find(
        (each) => each.kind === 'Service' && each.metadata.name === name,
      )
      const port = /"port":(\d+)/.exec(JSON.stringify(service))?.[1]
      expect(forward(`SERVICE=${name}`, 'PORT=9000')).toBe(`service/${name} 9000:${port}`)
      // A port below 1024 is not open to everyone.
      const own = Number(port) < 1024 ? '3000' : port
      expect(forward(`SERVICE=${name}`)).toBe(`service/${name} ${own}:${port}`)
    }
    expect(forward()).toBe('service/gateway 8080:8080')
  })
})
