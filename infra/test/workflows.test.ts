import { execFileSync, spawnSync } from 'node:child_process'
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
const Needs = z
  .union([z.string(), z.array(z.string())])
  .default([])
  .transform((names) => [names].flat())
const Job = z.looseObject({
  needs: Needs,
  environment: z.string().optional(),
  'runs-on': z.string(),
  'timeout-minutes': z.number(),
  permissions: z.record(z.string(), z.string()).default({}),
  steps: z.array(Step),
})
/** Runs another workflow, which has limits and steps of its own. */
const Call = z
  .strictObject({ uses: z.string() })
  .transform(({ uses }) => ({ uses, needs: [], permissions: {}, steps: [] }))
const Workflow = z.looseObject({
  permissions: z.record(z.string(), z.string()),
  jobs: z.record(z.string(), z.union([Call, Job])),
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
    for (const [, action, version] of text.matchAll(/uses: (?!\.\/)(\S+)(.*)/g)) {
      expect(action).toMatch(/@[0-9a-f]{40}$/)
      expect(version).toMatch(/^ # v\d+\.\d+\.\d+$/)
    }
  })

  it('may read the repository, and each job only what it needs beyond', () => {
    expect(workflow.permissions).toEqual({ contents: 'read' })
    for (const { permissions } of Object.values(workflow.jobs))
      for (const [scope, level] of Object.entries(permissions))
        expect(`${scope}: ${level}`).toMatch(
          /^((contents|packages|id-token): (read|write)|actions: read)$/,
        )
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

const workflowOf = (file: string) => Workflow.parse(parse(readFileSync(join(FOLDER, file), 'utf8')))

describe('what others have made', () => {
  const texts = [
    ...workflows.map(([, text]) => text),
    ...readdirSync(join(ROOT, 'scripts/deploy'))
      .filter((file) => file.endsWith('.sh'))
      .map((file) => readFileSync(join(ROOT, 'scripts/deploy', file), 'utf8')),
  ]

  it('is run by its digest, as a tag can be moved to something else', () => {
    const images = texts.flatMap((text) =>
      [...text.matchAll(/\b[\w./-]*(?:binfmt|trivy|gitleaks):[\w.-]+(\S*)/g)].map(
        ([image, digest = '']) => [image, digest],
      ),
    )
    expect(images).toHaveLength(4)
    for (const [image, digest] of images)
      expect([image, digest]).toEqual([image, expect.stringMatching(/^@sha256:[0-9a-f]{64}$/)])
    const runs = texts.flatMap((text) => text.match(/docker run /g) ?? [])
    expect(runs).toHaveLength(images.length)
  })

  it('does not get the socket of the engine', () => {
    for (const text of texts) expect(text).not.toContain('docker.sock')
  })
})

describe('a release', () => {
  const { jobs } = workflowOf('release.yml')

  it('is published only after everything that a change must pass', () => {
    expect(jobs['ci']).toMatchObject({ uses: './.github/workflows/ci.yml' })
    expect(jobs['images']?.needs).toEqual(['ci', 'version'])
    expect(jobs['release']?.needs).toEqual(['images'])
    expect(readFileSync(join(FOLDER, 'ci.yml'), 'utf8')).toMatch(/^ {2}workflow_call:/m)
  })

  it('has the version that package.json says', () => {
    const { version } = z
      .object({ version: z.string() })
      .parse(JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')))
    const script = jobs['version']?.steps.at(-1)?.run ?? ''
    const check = (tag: string) =>
      spawnSync('bash', ['-e', '-c', script], {
        cwd: ROOT,
        encoding: 'utf8',
        env: { ...process.env, GITHUB_REF_NAME: tag },
      })
    expect(check(`v${version}`).status).toBe(0)
    const { status, stdout } = check('v99.0.0')
    expect([status, stdout]).toEqual([1, expect.stringContaining('::error::The tag is v99.0.0')])
  })
})

describe('a deployment', () => {
  const { jobs } = workflowOf('deploy.yml')
  const commands = (job: string) => (jobs[job]?.steps ?? []).map(({ run = '' }) => run).join('\n')

  it('is of a commit that CI has passed on main', () => {
    expect(jobs['plan']?.needs).toEqual(['checked'])
    expect(commands('checked')).toMatch(/--branch main --event push/)
    const check = (runs: number) => {
      const script = commands('checked').replace(/\$\(gh run list [^)]*\)/s, String(runs))
      const env = { ...process.env, GITHUB_SHA: 'abc' }
      return spawnSync('bash', ['-e', '-c', script], { encoding: 'utf8', env }).status
    }
    expect([check(0), check(1)]).toEqual([1, 0])
  })

  it('does what was shown before someone agreed, and nothing else', () => {
    expect(jobs['deploy']?.needs).toEqual(['plan'])
    expect(jobs['plan']).toMatchObject({ environment: '${{ inputs.environment }}-plan' })
    expect(jobs['deploy']).toMatchObject({ environment: '${{ inputs.environment }}' })
    expect(commands('plan')).toContain('plan.sh make "$ENVIRONMENT" "$GITHUB_RUN_ID"')
    expect(commands('deploy')).toContain('plan.sh apply "$ENVIRONMENT" "$GITHUB_RUN_ID"')
    expect(commands('plan') + commands('deploy')).not.toMatch(/--type aws|auto-approve/)
    // Artifacts can be read by whoever can read the repository.
    expect(JSON.stringify(jobs)).not.toContain('upload-artifact')
  })

  it('runs where the cluster can be reached, and trades on no account of production', () => {
    expect(jobs['deploy']).toMatchObject({
      'runs-on': "${{ vars.DEPLOY_RUNNER || 'ubuntu-24.04' }}",
    })
    const smokes = commands('deploy').match(/smoke .*/g) ?? []
    expect(smokes).toEqual([expect.stringMatching(/^smoke --read-only /)])
  })
})

it('the providers are asked about Terraform on every change', () => {
  const run = workflowOf('ci.yml')
    .jobs['terraform']?.steps.map((step) => step.run ?? '')
    .join('\n')
  for (const command of ['fmt -check', 'init -input=false -backend=false', 'validate'])
    expect(run).toContain(`terraform -chdir=terraform ${command}`)
  expect(run).toContain('-lockfile=readonly')
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
