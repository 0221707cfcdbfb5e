import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { z } from 'zod'

import { ROOT, tool } from '../repository.ts'

export type TestCounts = { passed: number; failed: number }

const Report = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  success: z.boolean(),
})

type RunOptions = {
  readonly environment?: Record<string, string>
  /** Further options of vitest. */
  readonly options?: readonly string[]
}

/** Runs one project of vitest, its output as it comes, and counts its tests. */
export const runTests = async (
  project: 'unit' | 'infra' | 'service' | 'e2e',
  { environment = {}, options = [] }: RunOptions = {},
): Promise<TestCounts> => {
  const directory = mkdtempSync(join(tmpdir(), 'test-report-'))
  const file = join(directory, 'report.json')
  await new Promise((resolve) => {
    const args = ['run', '--project', project, '--reporter=default', '--reporter=json']
    spawn(tool('vitest'), [...args, `--outputFile.json=${file}`, ...options], {
      cwd: ROOT,
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'inherit', 'inherit'],
    }).on('close', resolve)
  })
  const counts = countsIn(file)
  rmSync(directory, { recursive: true })
  return counts
}

/** A run that broke before or beside its tests counts as one failure, so that it cannot look green. */
const countsIn = (file: string): TestCounts => {
  try {
    const report = Report.parse(JSON.parse(readFileSync(file, 'utf8')))
    const broken = !report.success && report.numFailedTests === 0 ? 1 : 0
    return { passed: report.numPassedTests, failed: report.numFailedTests + broken }
  } catch {
    return { passed: 0, failed: 1 }
  }
}
