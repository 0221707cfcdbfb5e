import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'

import { dashboards } from '../../scripts/generate/dashboards.ts'
import { existingMetrics, metricsIn, ofOurCode } from './metrics.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

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

it.each(CONFIGURATIONS)('%s names the job and the label that the rules go by', (file) => {
  const text = readFileSync(`${ROOT}/infra/prometheus/${file}`, 'utf8')
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
    expect(pages.toSorted()).toEqual(alerts.map(({ alert }) => `${alert}.md`).toSorted())
    for (const { alert, annotations } of alerts) {
      expect(annotations['runbook']).toBe(`docs/runbooks/${alert}.md`)
      expect(existsSync(`${ROOT}/${annotations['runbook']}`)).toBe(true)
    }
  })

  it('say of every alert who is to act', () => {
    for (const { alert, labels } of alerts)
      expect([alert, labels['severity']]).toEqual([alert, expect.stringMatching(/^(page|ticket)$/)])
  })
})

describe('the tests of the rules', () => {
  it('show of every alert when it comes and when it does not', () => {
    const cases = RuleTests.parse(
      parse(readFileSync(`${ROOT}/infra/prometheus/tests/alerts.yml`, 'utf8')),
    ).tests.flatMap(({ alert_rule_test: list }) => list)
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
    const text = readFileSync(`${ROOT}/infra/prometheus/${file}`, 'utf8')
      .replace(/kubernetes_sd_configs:\n(?: {6}.*\n)+/, 'static_configs: []\n')
      .replace('rules/*.yml', `${ROOT}/infra/prometheus/rules/*.yml`)
    writeFileSync(copy, text)
    const { error, status, stderr } = promtool('check', 'config', copy)
    rmSync(directory, { recursive: true })
    if (error !== undefined) skip('promtool is not installed')
    expect([status, stderr]).toEqual([0, expect.anything()])
  })

  it('sees every alert come and stay away as its tests say', { timeout: 120_000 }, ({ skip }) => {
    const { error, status, stdout } = promtool('test', 'rules', 'infra/prometheus/tests/alerts.yml')
    if (error !== undefined) skip('promtool is not installed')
    expect([status, stdout]).toEqual([0, expect.stringContaining('SUCCESS')])
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
