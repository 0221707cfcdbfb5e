import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

import { tables } from '@cnop/common/dynamodb/tables'
import { afterAll, describe, expect, it } from 'vitest'

import { askedByRealCli, isAwsInstalled } from './aws-cli.ts'
import { workloadsIn } from './kubernetes/pods.ts'
import { objectsIn, readRendered } from './kubernetes/rendered.ts'
import { runWithStandIns, type Call } from './stand-ins.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const BACKUP = 'scripts/operate/backup-tables.sh'
const RESTORE = 'scripts/operate/restore-tables.sh'
const ROTATE = 'scripts/operate/rotate-jwt-key.sh'
const TIME = '2026-11-24T10:00:00Z'

const valueOf = ({ args }: Call, option: string): string => args[args.indexOf(option) + 1] ?? ''
const doing = (calls: readonly Call[], action: string) =>
  calls.filter(({ args }) => args.includes(action))

describe('backing the tables up', () => {
  const { status, calls } = runWithStandIns([BACKUP, 'prod_'], ['aws'])

  it('makes one backup of every table, all under the same time', () => {
    expect(status).toBe(0)
    expect(calls.map((call) => valueOf(call, '--table-name'))).toEqual(
      tables.map(({ name }) => `prod_${name}`),
    )
    const labels = calls.map((call) =>
      valueOf(call, '--backup-name').replace(`${valueOf(call, '--table-name')}-`, ''),
    )
    expect(new Set(labels).size).toBe(1)
    expect(labels[0]).toMatch(/^\d{8}T\d{6}Z$/)
  })

  it('needs to be told whose', () => {
    const refused = runWithStandIns([BACKUP], ['aws'])
    expect(refused.status).not.toBe(0)
    expect(refused.output).toContain('dev_ or prod_')
  })
})

describe('restoring them', () => {
  const { status, calls } = runWithStandIns([RESTORE, 'prod_', 'restored_', TIME], ['aws'])
  const ofTable = (action: string) =>
    doing(calls, action).map((call) => valueOf(call, '--table-name'))

  it('makes copies of all tables as of one second, beside those in use', () => {
    expect(status).toBe(0)
    const restored = doing(calls, 'restore-table-to-point-in-time')
    expect(restored.map((call) => valueOf(call, '--source-table-name'))).toEqual(
      tables.map(({ name }) => `prod_${name}`),
    )
    expect(restored.map((call) => valueOf(call, '--target-table-name'))).toEqual(
      tables.map(({ name }) => `restored_${name}`),
    )
    expect(new Set(restored.map((call) => valueOf(call, '--restore-date-time')))).toEqual(
      new Set([TIME]),
    )
  })

  it('gives the copies what a restore leaves out', () => {
    expect(ofTable('update-continuous-backups')).toEqual(
      tables.map(({ name }) => `restored_${name}`),
    )
    expect(ofTable('update-table')).toEqual(tables.map(({ name }) => `restored_${name}`))
    expect(ofTable('update-time-to-live')).toEqual(
      tables
        .filter((table) => table.timeToLive !== undefined)
        .map(({ name }) => `restored_${name}`),
    )
  })

  it('waits on when AWS gives up waiting, as a restore takes longer', () => {
    const late = { 'wait table-exists': 2 }
    const slow = runWithStandIns([RESTORE, 'prod_', 'restored_', TIME], ['aws'], {}, {}, late)
    expect(slow.status).toBe(0)
    expect(doing(slow.calls, 'update-table')).toHaveLength(tables.length)
    const never = { 'wait table-exists': 1_000 }
    const gone = runWithStandIns(
      [RESTORE, 'prod_', 'restored_', TIME],
      ['aws'],
      {},
      { WAITS: '2' },
      never,
    )
    expect(gone.status).toBe(1)
    expect(gone.output).toContain('is not there after')
  })

  it('never writes over the tables in use', () => {
    const refused = runWithStandIns([RESTORE, 'prod_', 'prod_', TIME], ['aws'])
    expect([refused.status, refused.calls]).toEqual([2, []])
    expect(refused.output).toContain('under another prefix')
  })
})

/** What kubectl says where the product runs with the default algorithm. */
const IN_PROD = { 'get deployment': 'settings-1', 'create secret': 'the manifest of the secret\n' }

describe('replacing the key of access tokens in production', () => {
  const { status, calls } = runWithStandIns([ROTATE, 'prod'], ['aws', 'kubectl'], IN_PROD)
  const [stored] = doing(calls, 'put-secret-value')

  it('puts a new one into Secrets Manager and from there into the cluster', () => {
    expect(status).toBe(0)
    expect(stored?.input).toMatch(/^[\w-]{64}$/)
    const [made] = doing(calls, 'create')
    expect(made?.input).toBe(`JWT_SECRET_KEY=${stored?.input}\n`)
    expect(doing(calls, 'apply')[0]?.input).toBe('the manifest of the secret\n')
  })

  it('shows it in no list of processes', () => {
    const seen = JSON.stringify(calls.map(({ args }) => args))
    expect(seen).not.toContain(stored?.input)
  })

  it.each([
    ['kubectl reaches no such cluster', IN_PROD, { 'get deployment': 1 }],
    ['there is no product in it', { ...IN_PROD, 'get deployment': '' }, {}],
    ['its settings cannot be read', IN_PROD, { 'get configmap settings-1': 1 }],
    ['a key pair signs tokens', { ...IN_PROD, 'get configmap settings-1': 'EdDSA' }, {}],
  ])('replaces nothing where %s', (_, answers, failures) => {
    const refused = runWithStandIns([ROTATE, 'prod'], ['aws', 'kubectl'], answers, {}, failures)
    expect(refused.status).toBe(1)
    expect(refused.output).toMatch(/✗ (the context of kubectl|tokens are signed with a key pair)/)
    expect(refused.calls.filter(({ program }) => program === 'aws')).toEqual([])
    for (const action of ['apply', 'restart']) expect(doing(refused.calls, action)).toEqual([])
  })

  it('leaves the cluster as it is when the new key cannot be stored', () => {
    const failed = runWithStandIns(
      [ROTATE, 'prod'],
      ['aws', 'kubectl'],
      IN_PROD,
      {},
      { 'put-secret-value': 1 },
    )
    expect(failed.status).not.toBe(0)
    for (const action of ['apply', 'restart']) expect(doing(failed.calls, action)).toEqual([])
  })

  it('finds the settings where the manifest has them', () => {
    const [container] =
      workloadsIn(objectsIn(readRendered('prod'))).find(
        ({ metadata }) => metadata.name === 'user-service',
      )?.spec.template.spec.containers ?? []
    expect(container?.['envFrom']).toMatchObject([
      { configMapRef: { name: expect.stringMatching(/^settings-/) } },
    ])
  })

  it('restarts everything that has read the old one, and waits', () => {
    const readers = workloadsIn(objectsIn(readRendered('prod')))
      .filter(({ spec }) => JSON.stringify(spec).includes('"token-key"'))
      .map(({ metadata }) => `deployment/${metadata.name}`)
      .toSorted()
    expect(readers).toHaveLength(4)
    for (const action of ['restart', 'status'])
      expect(doing(calls, action).map(({ args }) => args[4])).toEqual(
        expect.arrayContaining(readers),
      )
  })
})

describe('with Docker Compose', () => {
  // A copy, as they write beside themselves.
  const copy = mkdtempSync(join(tmpdir(), 'operate-'))
  for (const path of ['scripts', 'package.json'])
    cpSync(join(ROOT, path), join(copy, path), { recursive: true })
  afterAll(() => rmSync(copy, { recursive: true }))
  const run = (script: string, args: string[], failures: Record<string, number> = {}) =>
    runWithStandIns(
      [relative(ROOT, join(copy, script)), ...args],
      ['docker', 'realpath'],
      { 'run --rm': 'the database', 'State.Health.Status': 'healthy' },
      {},
      failures,
    )

  it('replaces the key in .env, where it is what signs tokens', () => {
    const before = 'JWT_SECRET_KEY=old\nACCOUNT_SECRET_KEY=own\nREDIS_PASSWORD=a\n'
    writeFileSync(join(copy, '.env'), before)
    expect(run(ROTATE, ['docker']).status).toBe(0)
    expect(readFileSync(join(copy, '.env'), 'utf8')).toMatch(
      /^JWT_SECRET_KEY=[\w-]{64}\nACCOUNT_SECRET_KEY=own\n/,
    )
  })

  it.each([
    ['JWT_ALGORITHM=EdDSA # a pair\nACCOUNT_SECRET_KEY=own\n', 'with a key pair (EdDSA)'],
    ['ACCOUNT_SECRET_KEY=    # encrypts\n', '.env has no ACCOUNT_SECRET_KEY'],
  ])('leaves it where .env says %j', (rest, reason) => {
    const before = `JWT_SECRET_KEY=old\n${rest}`
    writeFileSync(join(copy, '.env'), before)
    const { status, output, calls } = run(ROTATE, ['docker'])
    expect([status, output, calls]).toEqual([1, expect.stringContaining(reason), []])
    expect(readFileSync(join(copy, '.env'), 'utf8')).toBe(before)
  })

  it('backs up into, and restores from, a file named from where one is, with no tool of GNU', () => {
    const none = { realpath: 1_000 }
    const file = relative(ROOT, join(copy, 'backup.tar.gz'))
    const saved = run('scripts/operate/backup-docker.sh', [file], none)
    expect([saved.status, saved.output]).toEqual([0, expect.stringContaining('✓ ')])
    expect(readFileSync(join(copy, 'backup.tar.gz'), 'utf8')).toBe('the database')
    const archive = spawnSync('tar', ['-czf', join(copy, 'real.tar.gz'), '-C', copy, '.env'])
    expect(archive.status).toBe(0)
    const absolute = join(copy, 'real.tar.gz')
    for (const name of [absolute, relative(ROOT, absolute)]) {
      const restored = run('scripts/operate/restore-docker.sh', [name], none)
      expect([restored.status, restored.output]).toEqual([
        0,
        expect.stringContaining('the database is that of'),
      ])
    }
  })
})

describe.skipIf(!isAwsInstalled())('the real command line of AWS', () => {
  const ofTheLedger = (calls: readonly Call[]) =>
    calls.filter(({ args }) => args.some((arg) => arg.endsWith('_ledger')))

  it('takes what backing up and restoring ask of it', { timeout: 120_000 }, async () => {
    const backup = runWithStandIns([BACKUP, 'prod_'], ['aws']).calls
    const list = runWithStandIns([BACKUP, 'prod_', '--list'], ['aws']).calls
    const restore = runWithStandIns([RESTORE, 'prod_', 'restored_', TIME], ['aws']).calls
    const asked = await askedByRealCli(ofTheLedger([...backup, ...list, ...restore]))
    expect(asked).toEqual([
      ['CreateBackup', expect.objectContaining({ TableName: 'prod_ledger' })],
      ['ListBackups', { TableName: 'prod_ledger' }],
      [
        'RestoreTableToPointInTime',
        {
          SourceTableName: 'prod_ledger',
          TargetTableName: 'restored_ledger',
          RestoreDateTime: Date.parse(TIME) / 1_000,
        },
      ],
      ['DescribeTable', { TableName: 'restored_ledger' }],
      [
        'UpdateContinuousBackups',
        {
          TableName: 'restored_ledger',
          PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        },
      ],
      [
        'UpdateTimeToLive',
        {
          TableName: 'restored_ledger',
          TimeToLiveSpecification: { Enabled: true, AttributeName: 'expires_at' },
        },
      ],
      ['UpdateTable', { TableName: 'restored_ledger', DeletionProtectionEnabled: true }],
    ])
  })

  it('takes the new key from standard input', { timeout: 60_000 }, async () => {
    const { calls } = runWithStandIns([ROTATE, 'prod'], ['aws', 'kubectl'], IN_PROD)
    const ofAws = calls.filter(({ program }) => program === 'aws')
    const asked = await askedByRealCli(ofAws)
    expect(asked).toEqual([
      [
        'PutSecretValue',
        expect.objectContaining({
          SecretId: 'cnop-prod/jwt-secret-key',
          SecretString: ofAws[0]?.input,
        }),
      ],
    ])
  })
})
