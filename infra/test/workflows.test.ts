import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'

import { complaints } from './workflow-parser.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const FOLDER = join(ROOT, '.github', 'workflows')

const Step = z.looseObject({ uses: z.string().optional(), run: z.string().optional() })
const Workflow = z.looseObject({
  permissions: z.record(z.string(), z.string()),
  jobs: z.record(
    z.string(),
    z.looseObject({
      'timeout-minutes': z.number(),
      permissions: z.record(z.string(), z.string()).default({}),
      steps: z.array(Step),
    }),
  ),
})

const workflows = readdirSync(FOLDER).map(
  (file) => [file, readFileSync(join(FOLDER, file), 'utf8')] as const,
)

describe.each(workflows)('the workflow %s', (file, text) => {
  const workflow = Workflow.parse(parse(text))
  const steps = Object.values(workflow.jobs).flatMap((job) => job.steps)

  it('is one that GitHub takes', async () => {
    expect(await complaints(file, text)).toEqual([])
  })

  it('runs actions by their commit, with the version beside it', () => {
    for (const [, action, version] of text.matchAll(/uses: (\S+)(.*)/g)) {
      expect(action).toMatch(/@[0-9a-f]{40}$/)
      expect(version).toMatch(/^ # v\d+\.\d+\.\d+$/)
    }
  })

  it('may read the repository, and each job only what it needs beyond', () => {
    expect(workflow.permissions).toEqual({ contents: 'read' })
    for (const { permissions } of Object.values(workflow.jobs))
      for (const [scope, level] of Object.entries(permissions))
        expect(['contents', 'packages', 'id-token'].includes(scope) && level !== 'admin').toBe(true)
  })

  it('does not run for strangers with rights, nor put their words into a shell', () => {
    expect(text).not.toContain('pull_request_target')
    for (const { run = '' } of steps) expect(run).not.toMatch(/\$\{\{/)
  })

  it('calls scripts that are there', () => {
    const called = [...text.matchAll(/scripts\/[\w./-]+\.sh/g)].map(([path]) => path)
    for (const path of called) expect([path, existsSync(join(ROOT, path))]).toEqual([path, true])
  })
})

it('the check of workflows finds a misspelt key and an unknown name', async () => {
  const wrong = `
on: push
jobs:
  one:
    runs-on: ubuntu-24.04
    timeout: 3
    steps:
      - run: echo \${{ gihtub.sha }}`
  expect(await complaints('wrong.yml', wrong)).toEqual([
    expect.stringContaining("Unexpected value 'timeout'"),
    expect.stringContaining("Unrecognized named-value: 'gihtub'"),
  ])
})

it('a release has files that start the product from its images alone', () => {
  const directory = mkdtempSync(join(tmpdir(), 'release-'))
  execFileSync(join(ROOT, 'scripts/deploy/release-files.sh'), ['registry/us', '1.2.3', directory])
  const compose = z
    .object({ services: z.record(z.string(), z.looseObject({ image: z.string() })) })
    .parse(parse(readFileSync(join(directory, 'docker-compose.yaml'), 'utf8'), { merge: true }))
  const manifest = readFileSync(join(directory, 'kubernetes-dev.yaml'), 'utf8')
  rmSync(directory, { recursive: true })

  const images = Object.values(compose.services).map(({ image }) => image)
  expect(images).toContain('registry/us/order-service:1.2.3')
  expect(images.filter((image) => image.startsWith('cnop/'))).toEqual([])
  expect(images.filter((image) => image.includes('latest'))).toEqual([])
  expect(manifest).not.toContain(':latest')
  expect(JSON.stringify(compose)).not.toMatch(/"\.\//)
  expect(manifest).toContain('image: registry/us/gateway:1.2.3')
  expect(manifest).not.toContain('image: cnop/')
})
