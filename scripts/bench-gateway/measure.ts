import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

import { programOnPath } from '@cnop/local-stack/programs'
import { z } from 'zod'

import { runCommand, tool } from '../repository.ts'

export type Measured = {
  readonly perSecond: number
  readonly p99Ms: number
  /** Of the process under test, for 1,000 requests. */
  readonly cpuSeconds: number
}

type Load = {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly connections: number
  readonly seconds: number
}

const Report = z.object({
  requests: z.object({ total: z.number(), average: z.number() }),
  latency: z.object({ p99: z.number() }),
  non2xx: z.number(),
  errors: z.number(),
})

/**
 * Loads one address by a client in a process of its own, over connections that are kept.
 * @throws {Error} when anything but a success is answered: a refusal is quick, and no rate.
 */
export const measure = async (pid: number, load: Load): Promise<Measured> => {
  const before = cpuSecondsOf(pid)
  const args = ['--json', '--connections', String(load.connections)]
  const headers = Object.entries(load.headers).flatMap(([name, value]) => [
    '-H',
    `${name}=${value}`,
  ])
  const { code, output } = await onOtherCores(tool('autocannon'), [
    ...args,
    ...headers,
    '--duration',
    String(load.seconds),
    load.url,
  ])
  if (code !== 0) throw new Error(`the client failed:\n${output}`)
  const report = Report.parse(JSON.parse(output.slice(output.indexOf('{'))))
  if (report.non2xx + report.errors > 0)
    throw new Error(`${report.non2xx} refused and ${report.errors} failed at ${load.url}`)
  return {
    perSecond: report.requests.average,
    p99Ms: report.latency.p99,
    cpuSeconds: ((cpuSecondsOf(pid) - before) / report.requests.total) * 1_000,
  }
}

const taskset = programOnPath(['taskset'], process.env['PATH'])
const TESTED_CORE = '0'
const OTHER_CORE = '1'

/** What is tested gets a core of its own, where the system can say so: the client must not slow it down. */
export const separate = (tested: readonly number[], helpers: readonly number[]): void => {
  if (taskset === undefined) return
  for (const pid of tested) spawnSync(taskset, ['-acp', TESTED_CORE, String(pid)])
  for (const pid of helpers) spawnSync(taskset, ['-acp', OTHER_CORE, String(pid)])
}

/** Runs a client where it does not take time from what is tested. */
export const onOtherCores = async (command: string, args: readonly string[]) =>
  taskset === undefined
    ? await runCommand(command, args)
    : await runCommand(taskset, ['-c', OTHER_CORE, command, ...args])

const TICKS_PER_SECOND = 100

/** User and system time of a process so far; where there is no /proc, not a number. */
const cpuSecondsOf = (pid: number): number => {
  try {
    // Fields after the program's name, which is in brackets and may hold blanks.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
    return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND
  } catch {
    return Number.NaN
  }
}
