import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8')

describe.each(['service', 'web'])('the Dockerfile of %s', (name) => {
  const text = read(`infra/docker/${name}.Dockerfile`)
  const stages = text.split(/^(?=FROM )/m).slice(1)
  const last = stages.at(-1) ?? ''

  it('names its base images where Dependabot finds them, by a tag', () => {
    const own = new Set(stages.map((stage) => /^FROM \S+ AS (\S+)/.exec(stage)?.[1]))
    const bases = stages
      .map((stage) => /^FROM (\S+)/.exec(stage)?.[1] ?? '')
      .filter((image) => !own.has(image))
    expect(bases.length).toBeGreaterThan(0)
    for (const base of bases) expect(base).toMatch(/^[a-z0-9./-]+:(?!latest$)[\w.-]+$/)
  })

  it('installs what the lockfile says, with the pnpm that package.json says', () => {
    const installs = text.match(/npx --yes[^\n]*\\\n[^\n]*/g) ?? []
    expect(installs).toHaveLength(1)
    expect(installs[0]).toContain('require("./package.json").packageManager')
    expect(installs[0]).toContain('--frozen-lockfile')
  })

  it('ends with an image that is not root, says what it is and how it is, and hears the signal', () => {
    expect(last).toMatch(/^USER [1-9]\d*/m)
    for (const label of ['title', 'description', 'licenses', 'version', 'revision'])
      expect(last).toContain(`org.opencontainers.image.${label}=`)
    expect(last).toMatch(/^HEALTHCHECK /m)
    // A shell in between would keep the signal to itself.
    expect(last).not.toMatch(/^(CMD|ENTRYPOINT) (?!\[)/m)
    expect(last).toMatch(/^STOPSIGNAL SIG(TERM|QUIT)$/m)
  })
})

it('the services are installed without what only development needs', () => {
  expect(read('infra/docker/service.Dockerfile')).toContain('--prod --frozen-lockfile')
})

it('nginx starts as many processes as its container may have, whatever machine it is on', () => {
  const workers = /worker_processes (\d+);/.exec(read('infra/docker/web.Dockerfile'))?.[1]
  const Compose = z.object({ services: z.object({ web: z.object({ pids_limit: z.number() }) }) })
  const { web } = Compose.parse(parse(read('docker-compose.yml'), { merge: true })).services
  expect(Number(workers)).toBeGreaterThan(0)
  // Beside them their parent and the check of their health, a shell with two programs.
  expect(Number(workers) + 4).toBeLessThan(web.pids_limit)
})

it('an image is made of named folders alone: no .env, no data, no tests', () => {
  const lines = read('.dockerignore')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
  expect(lines[0]).toBe('*')
  const letIn = lines.filter((line) => line.startsWith('!')).map((line) => line.slice(1))
  expect(letIn).toEqual(expect.not.arrayContaining(['.env', '.data', '.git', '.']))
  expect(lines).toEqual(expect.arrayContaining(['**/node_modules', '**/test', '**/testing']))
})
