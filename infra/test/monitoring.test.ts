import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'

import { dashboards } from '../../scripts/generate/dashboards.ts'
import { workloadsIn } from './kubernetes/pods.ts'
import { objectsIn, readRendered } from './kubernetes/rendered.ts'
import { existingMetrics, metricsIn, ofOurCode } from './metrics.ts'
import { processes } from './processes.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

const RULE_TESTS = readdirSync(`${ROOT}/infra/prometheus/tests`).map(
  (file) => `infra/prometheus/tests/${file}`,
)

const CONFIGURATIONS = ['prometheus.yml', 'kubernetes.yml']

const Rules = z.object({
  groups: z.array(
    z.object({
      rules: z.array(
        z.object({
          alert: z.string().optional(),
          record: z.string().optional(),
          expr: z.string(),
          labels: z.record(z.string(), z.string()).default({}),
          annotations: z.record(z.string(), z.string()).default({}),
        }),
      ),
    }),
  ),
})

const RuleTests = z.object({
  tests: z.array(
    z.object({
      alert_rule_test: z.array(
        z.object({ alertname: z.string(), exp_alerts: z.array(z.unknown()) }),
      ),
    }),
  ),
})

const rulesOf = (file: string) =>
  Rules.parse(parse(readFileSync(`${ROOT}/infra/prometheus/rules/${file}`, 'utf8'))).groups.flatMap(
    ({ rules }) => rules,
  )

const recordings = rulesOf('recording.yml')
const alerts = rulesOf('alerts.yml')
const known = existingMetrics()
for (const { record } of recordings) if (record !== undefined) known.add(record)

const unknownIn = (expression: string): string[] =>
  metricsIn(expression).filter((name) => !known.has(name))

const readConfiguration = (file: string): string =>
  readFileSync(`${ROOT}/infra/prometheus/${file}`, 'utf8')

it.each(CONFIGURATIONS)('%s names the job and the label that the rules go by', (file) => {
  const text = readConfiguration(file)
  expect(text).toContain('job_name: processes')
  expect(text).toMatch(/target_label: process$|labels: \{ process: /m)
  expect(alerts.map(({ expr }) => expr).join()).toContain('job="processes"')
})

describe('the rules', () => {
  it('ask for nothing that no process answers with', () => {
    const asked = [...recordings, ...alerts].map(({ expr }) => expr)
    expect(asked.length).toBeGreaterThan(20)
    expect(asked.flatMap(unknownIn)).toEqual([])
  })

  it('name a page of the runbook for every alert, and there is no page without one', () => {
    const pages = readdirSync(`${ROOT}/docs/runbooks`).filter((name) => name !== 'README.md')
    const names = [...new Set(alerts.map(({ alert }) => `${alert}.md`))]
    expect(pages.toSorted()).toEqual(names.toSorted())
    for (const { alert, annotations } of alerts) {
      expect(annotations['runbook']).toBe(`docs/runbooks/${alert}.md`)
      expect(existsSync(`${ROOT}/${annotations['runbook']}`)).toBe(true)
    }
  })

  // Prometheus has no series for what it does not find, so each must be asked for by name.
  it('miss a process that is not there at all, each by the name it has in Compose and in a cluster', () => {
    const missing = alerts.find(({ alert }) => alert === 'ProcessMissing')?.expr ?? ''
    const named = [...missing.matchAll(/absent\(up\{job="processes",process="([\w-]+)"\}\)/g)]
    const names = named.map(([, name = '']) => name).toSorted()
    expect(names).toEqual(Object.keys(processes).toSorted())

    const inCompose = [...readConfiguration('prometheus.yml').matchAll(/process: ([\w-]+) \}/g)]
    expect(inCompose.map(([, name = '']) => name).toSorted()).toEqual(names)

    const scraped = workloadsIn(objectsIn(readRendered('prod')))
      .map(({ spec }) => spec.template.metadata)
      .filter(({ annotations }) => annotations['prometheus.io/scrape'] === 'true')
    const label = 'app.kubernetes.io/name'
    expect(scraped.map(({ labels }) => labels[label] ?? '').toSorted()).toEqual(names)
  })

  it('say of every alert who is to act', () => {
    for (const { alert, labels } of alerts)
      expect([alert, labels['severity']]).toEqual([alert, expect.stringMatching(/^(page|ticket)$/)])
  })
})

describe('the tests of the rules', () => {
  it('show of every alert when it comes and when it does not', () => {
    const cases = RULE_TESTS.flatMap((file) =>
      RuleTests.parse(parse(readFileSync(`${ROOT}/${file}`, 'utf8'))).tests.flatMap(
        ({ alert_rule_test: list }) => list,
      ),
    )
    const shown = (isFiring: boolean) =>
      new Set(
        cases
          .filter(({ exp_alerts: expected }) => expected.length > 0 === isFiring)
          .map(({ alertname }) => alertname),
      )
    const [coming, staying] = [shown(true), shown(false)]
    const names = alerts.map(({ alert = '' }) => alert)
    expect(names.filter((name) => !coming.has(name))).toEqual([])
    expect(names.filter((name) => !staying.has(name))).toEqual([])
  })
})

describe('promtool', () => {
  const promtool = (...args: string[]) =>
    spawnSync('promtool', args, { cwd: ROOT, encoding: 'utf8' })

  it.for(CONFIGURATIONS)('accepts %s and the rules', (file, { skip }) => {
    const directory = mkdtempSync(join(tmpdir(), 'prometheus-'))
    const copy = join(directory, file)
    // Debian's Prometheus is built without the discovery of Kubernetes; the rest of its job is checked.
    const text = readConfiguration(file)
      .replace(/kubernetes_sd_configs:\n(?: {6}.*\n)+/, 'static_configs: []\n')
      .replace('rules/*.yml', `${ROOT}/infra/prometheus/rules/*.yml`)
    writeFileSync(copy, text)
    const { error, status, stderr } = promtool('check', 'config', copy)
    rmSync(directory, { recursive: true })
    if (error !== undefined) skip('promtool is not installed')
    expect([status, stderr]).toEqual([0, expect.anything()])
  })

  it('sees every alert come and stay away as its tests say', { timeout: 120_000 }, ({ skip }) => {
    const { error, status, stdout } = promtool('test', 'rules', ...RULE_TESTS)
    if (error !== undefined) skip('promtool is not installed')
    expect([status, stdout]).toEqual([0, expect.stringContaining('SUCCESS')])
  })
})

describe('what comes of an alert', () => {
  const Receivers = z.object({
    route: z.object({
      receiver: z.string(),
      routes: z.array(z.looseObject({ matchers: z.array(z.string()), receiver: z.string() })),
    }),
    receivers: z.array(
      z.object({ name: z.string(), webhook_configs: z.array(z.object({ url_file: z.string() })) }),
    ),
  })
  const file = `${ROOT}/infra/alertmanager/alertmanager.yml`
  const text = readFileSync(file, 'utf8')
  const { route, receivers } = Receivers.parse(parse(text))
  const Sending = z.object({
    alerting: z.object({
      alertmanagers: z.array(
        z.object({ static_configs: z.array(z.object({ targets: z.array(z.string()) })) }),
      ),
    }),
  })
  const Compose = z.object({
    services: z.object({
      alertmanager: z.looseObject({
        command: z.tuple([z.string()]),
        tmpfs: z.array(z.string()),
        environment: z.record(z.string(), z.string()),
      }),
    }),
  })

  it.each([
    ['prometheus.yml', 'alertmanager:9093'],
    ['kubernetes.yml', 'alertmanager.monitoring:9093'],
  ])('%s hands it to %s', (configuration, target) => {
    const { alerting } = Sending.parse(parse(readConfiguration(configuration)))
    expect(alerting.alertmanagers).toEqual([{ static_configs: [{ targets: [target] }] }])
  })

  it('is told to someone, by how urgent it is, and to those who get up when no one says', () => {
    const receiverOf = (severity: string) =>
      route.routes.find(({ matchers }) => matchers.includes(`severity="${severity}"`))?.receiver ??
      route.receiver
    const urgencies = new Set(alerts.map(({ labels }) => labels['severity'] ?? ''))
    for (const severity of urgencies) expect(receiverOf(severity)).toBe(severity)
    expect(route.receiver).toBe('page')
    expect(receivers.map(({ name }) => name).toSorted()).toEqual([...urgencies].toSorted())
    for (const { webhook_configs: told } of receivers) expect(told.length).toBeGreaterThan(0)
  })

  it('goes where .env says: each address is written to the file that is read', () => {
    const folder = mkdtempSync(join(tmpdir(), 'receivers-'))
    const { services } = Compose.parse(
      parse(readFileSync(`${ROOT}/docker-compose.yml`, 'utf8'), { merge: true }),
    )
    const { command, tmpfs, environment } = services.alertmanager
    expect(tmpfs.join()).toContain('/run/receivers:')
    const script = command[0]
      .replaceAll('$$', '$')
      .replaceAll('/run/receivers', folder)
      .replace(/exec alertmanager.*/s, '')
    const written = (given: Record<string, string>) => {
      const { stderr } = spawnSync('sh', ['-c', script], {
        encoding: 'utf8',
        env: { ...process.env, ...given },
      })
      const read = ({ name, webhook_configs: [first] }: (typeof receivers)[number]) => [
        name,
        readFileSync(first?.url_file.replace('/run/receivers', folder) ?? '', 'utf8'),
      ]
      return { ...Object.fromEntries(receivers.map(read)), stderr }
    }
    expect(Object.keys(environment)).toEqual(['ALERT_WEBHOOK_URL', 'ALERT_TICKET_WEBHOOK_URL'])
    const [page, ticket] = ['https://a.example/x?y=1&z=%20', 'https://b.example']
    expect(written({ ALERT_WEBHOOK_URL: page, ALERT_TICKET_WEBHOOK_URL: ticket })).toEqual({
      page,
      ticket,
      stderr: '',
    })
    expect(written({ ALERT_WEBHOOK_URL: page, ALERT_TICKET_WEBHOOK_URL: '' })).toEqual({
      page,
      ticket: page,
      stderr: '',
    })
    expect(written({ ALERT_WEBHOOK_URL: '', ALERT_TICKET_WEBHOOK_URL: '' }).stderr).toContain(
      'No one is told of alerts',
    )
    rmSync(folder, { recursive: true })
  })

  it('is a configuration that Alertmanager takes', ({ skip }) => {
    const folder = mkdtempSync(join(tmpdir(), 'alertmanager-'))
    const copy = join(folder, 'alertmanager.yml')
    // Debian 12 has an amtool from before addresses could be in files.
    writeFileSync(copy, text.replaceAll(/url_file: \S+/g, 'url: http://localhost'))
    const amtool = (...args: string[]) => spawnSync('amtool', args, { encoding: 'utf8' })
    const { error, status, stdout } = amtool('check-config', copy)
    const ticket = amtool('config', 'routes', 'test', '--config.file', copy, 'severity=ticket')
    rmSync(folder, { recursive: true })
    if (error !== undefined) skip('amtool is not installed')
    expect([status, stdout]).toEqual([0, expect.stringContaining('SUCCESS')])
    expect(ticket.stdout.trim()).toBe('ticket')
  })
})

describe('the dashboards', () => {
  it('ask for nothing that no process answers with', () => {
    const asked = dashboards.flatMap(({ panels }) =>
      panels.flatMap(({ series }) => series.map(({ expr }) => expr)),
    )
    expect(asked.length).toBeGreaterThan(20)
    expect(asked.flatMap(unknownIn)).toEqual([])
  })

  it('show, with the rules, every figure that our own code takes', () => {
    const asked = [
      ...dashboards.flatMap(({ panels }) => panels.flatMap(({ series }) => series)),
      ...recordings,
      ...alerts,
    ].flatMap(({ expr }) => metricsIn(expr))
    const shown = new Set(asked.map((name) => name.replace(/_(bucket|count|sum)$/, '')))
    const own = ofOurCode()
    expect(own.length).toBeGreaterThan(20)
    expect(own.filter((name) => !shown.has(name))).toEqual([])
  })

  it('would be caught asking for what is not there', () => {
    expect(unknownIn('sum by (service) (rate(no_such_total{a="b"}[5m])) > 0')).toEqual([
      'no_such_total',
    ])
  })
})
