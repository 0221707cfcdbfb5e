import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'

import { processes, unread } from './processes.ts'

const Service = z.looseObject({
  image: z.string(),
  user: z.string().optional(),
  environment: z
    .record(z.string(), z.union([z.string(), z.number()]).transform(String))
    .default({}),
  profiles: z.array(z.string()).default([]),
  ports: z.array(z.string()).default([]),
  read_only: z.boolean().default(false),
  cap_drop: z.array(z.string()).default([]),
  security_opt: z.array(z.string()).default([]),
  mem_limit: z.string().optional(),
  cpus: z.number().optional(),
  pids_limit: z.number().optional(),
  depends_on: z.record(z.string(), z.object({ condition: z.string() })).default({}),
})
const Compose = z.looseObject({ services: z.record(z.string(), Service) })

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const text = readFileSync(join(ROOT, 'docker-compose.yml'), 'utf8')
const { services } = Compose.parse(parse(text, { merge: true }))
const all = Object.entries(services)
const ends = new Set(['prepare-volumes', 'create-tables'])

/** Addresses are the network's, and AWS is not there. */
const SETTLED_BY_CONTAINERS = /^(HOST|\w+_PORT|REDIS_URL|REDIS_DB|AWS_\w+)$/

/** With what stands in `${NAME:-this}`, and a long text for what must be in .env. */
const filledIn = (value: string): string =>
  value
    .replaceAll(/\$\{\w+:-([^}]*)\}/g, '$1')
    .replaceAll(/\$\{\w+:\?[^}]*\}/g, 'a-secret-of-32-bytes-or-a-bit-more')

const environmentOf = (name: string): Record<string, string> =>
  Object.fromEntries(
    Object.entries(services[name]?.environment ?? {}).map(([key, value]) => [key, filledIn(value)]),
  )

describe('the composed product', () => {
  it.each(Object.entries(processes))(
    'gives %s settings it starts with, and no other',
    (name, own) => {
      const given = environmentOf(name)
      expect(unread(own.settings, given)).toEqual([])
      expect(() => own.read(given)).not.toThrow()
    },
  )

  it.each(Object.entries(processes))('lets .env decide every setting of %s', (name, own) => {
    const given = environmentOf(name)
    const open = Object.keys(own.settings).filter(
      (setting) => !(setting in given) && !SETTLED_BY_CONTAINERS.test(setting),
    )
    expect(open).toEqual([])
  })

  it('holds no secret: each must come from .env', () => {
    const secrets = all
      .flatMap(([, { environment }]) => Object.entries(environment))
      .filter(([name]) => /SECRET_KEY|PASSWORD|PRIVATE_KEY|API_KEY/.test(name))
      // The local engine takes any.
      .filter(([name]) => name !== 'AWS_SECRET_ACCESS_KEY')
    expect(secrets.length).toBeGreaterThan(5)
    for (const [, value] of secrets) expect(value).toMatch(/^\$\{\w+:(\?[^}]+|-)\}$/)
  })

  it('runs nothing with more rights than it needs', () => {
    for (const [name, service] of all) {
      expect([name, service.read_only, service.cap_drop, service.security_opt]).toEqual([
        name,
        true,
        ['ALL'],
        ['no-new-privileges:true'],
      ])
    }
    const roots = all.filter(([, { user }]) => user === '0:0').map(([name]) => name)
    expect(roots).toEqual(['prepare-volumes'])
  })

  it('limits memory, processor and processes of all that keeps running', () => {
    for (const [name, service] of all.filter(([each]) => !ends.has(each)))
      expect([name, service.mem_limit, service.cpus, service.pids_limit]).toEqual([
        name,
        expect.any(String),
        expect.any(Number),
        expect.any(Number),
      ])
  })

  it('opens the promised ports, all but the page and the gateway to this machine alone', () => {
    const ports = Object.fromEntries(
      all
        .map(([name, service]) => [name, service.ports.map(filledIn)])
        .filter(([, list]) => list?.length),
    )
    expect(ports).toEqual({
      web: ['127.0.0.1:3000:8080'],
      gateway: ['127.0.0.1:8080:8080'],
      'user-service': ['127.0.0.1:8000:8000'],
      'inventory-service': ['127.0.0.1:8001:8001'],
      'order-service': ['127.0.0.1:8002:8002'],
      prometheus: ['127.0.0.1:9090:9090'],
      grafana: ['127.0.0.1:3001:3000'],
      alertmanager: ['127.0.0.1:9093:9093'],
    })
    const configurable = all.filter(([, { ports: list }]) => list.join().includes('BIND_ADDRESS'))
    expect(configurable.map(([name]) => name)).toEqual(['gateway', 'web'])
  })

  it('lets .env decide which version of others runs', () => {
    const others = all.filter(([, { image }]) => !image.startsWith('cnop/'))
    const moving = others.filter(([, { image }]) => image.includes('latest'))
    expect(moving.map(([name]) => name)).toEqual(['dynamodb', 'prometheus'])
    for (const [, { image }] of moving) expect(image).toMatch(/^\$\{\w+_IMAGE:-[\w./-]+:latest\}$/)
  })

  it('starts in the order of health', () => {
    const condition = (name: string, needs: string) => services[name]?.depends_on[needs]?.condition
    expect(condition('web', 'gateway')).toBe('service_healthy')
    for (const needed of ['redis', 'user-service', 'inventory-service', 'order-service'])
      expect(condition('gateway', needed)).toBe('service_healthy')
    for (const keeper of ['user-service', 'order-service'])
      expect(condition(keeper, 'create-tables')).toBe('service_completed_successfully')
  })

  it('starts the monitoring only when asked to', () => {
    const monitoring = all.filter(([, { profiles }]) => profiles.includes('monitoring'))
    expect(monitoring.map(([name]) => name)).toEqual(['prometheus', 'grafana', 'alertmanager'])
  })
})

describe('with docker-compose.dev.yml', () => {
  const Dev = z.object({
    services: z.record(
      z.string(),
      z.strictObject({
        command: z.array(z.string()),
        environment: z.record(z.string(), z.string()),
        volumes: z.array(z.string()),
      }),
    ),
  })
  const dev = Dev.parse(parse(readFileSync(join(ROOT, 'docker-compose.dev.yml'), 'utf8'))).services
  const dockerfile = readFileSync(join(ROOT, 'infra/docker/service.Dockerfile'), 'utf8')
  const packages = [...new Set(dockerfile.match(/packages\/[a-z]+(?= )/g))]

  it('each process runs the code of the clone, all of what its image holds, and watches it', () => {
    expect(Object.keys(dev).toSorted()).toEqual(Object.keys(processes).toSorted())
    expect(packages.length).toBeGreaterThan(2)
    for (const [name, { command, volumes }] of Object.entries(dev)) {
      expect(command).toEqual(['node', '--watch', 'service/src/main.ts'])
      const code = [`apps/${name}`, ...packages].map((folder) => `${folder}/src`)
      expect(volumes.toSorted()).toEqual(
        code.map((folder) => `./${folder}:/app/${folder}:ro`).toSorted(),
      )
      for (const folder of code)
        expect([folder, existsSync(join(ROOT, folder))]).toEqual([folder, true])
    }
  })
})

describe('Docker Compose itself, where it is there to ask', () => {
  const COMMANDS = [
    ['docker-compose', []],
    ['docker', ['compose']],
  ] as const
  const release = mkdtempSync(join(tmpdir(), 'release-'))
  const RELEASED = join(release, 'docker-compose.yaml')
  const FILES = [
    ['docker-compose.yml'],
    ['docker-compose.yml', 'docker-compose.dev.yml'],
    [RELEASED],
  ]
  beforeAll(() => {
    const script = join(ROOT, 'scripts/deploy/release-files.sh')
    execFileSync(script, ['registry/us', '1.2.3', release])
  })
  afterAll(() => rmSync(release, { recursive: true }))
  const secrets = { JWT_SECRET_KEY: 'x', ACCOUNT_SECRET_KEY: 'x', REDIS_PASSWORD: 'x' }

  it.for(COMMANDS)('%s %j takes the files', { timeout: 60_000 }, ([command, first], { skip }) => {
    const run = (...args: string[]) =>
      spawnSync(command, [...first, ...args], {
        cwd: ROOT,
        encoding: 'utf8',
        env: { ...process.env, ...secrets },
      })
    if (run('version').status !== 0) skip(`${[command, ...first].join(' ')} is not installed`)
    for (const files of FILES) {
      const named = files.flatMap((file) => ['--file', file])
      const { status, stderr } = run(...named, '--profile', 'monitoring', 'config', '--quiet')
      expect([status, stderr]).toEqual([0, expect.anything()])
    }
  })
})
