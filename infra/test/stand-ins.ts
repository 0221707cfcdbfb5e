import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { z } from 'zod'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

const Call = z.object({ program: z.string(), args: z.array(z.string()), input: z.string() })
export type Call = z.infer<typeof Call>

/** Writes down how it is called and what it is given, and says what it is told to say. */
const STAND_IN = `#!/usr/bin/env node
const { appendFileSync, readFileSync } = require('node:fs')
const { basename, dirname, join } = require('node:path')
const here = dirname(process.argv[1])
const call = { program: basename(process.argv[1]), args: process.argv.slice(2), input: readFileSync(0, 'utf8') }
appendFileSync(join(here, 'calls'), JSON.stringify(call) + '\\n')
const line = [call.program, ...call.args].join(' ')
const answers = JSON.parse(readFileSync(join(here, 'answers'), 'utf8'))
const failure = Object.entries(JSON.parse(readFileSync(join(here, 'failures'), 'utf8'))).find(([part]) => line.includes(part))
const calls = readFileSync(join(here, 'calls'), 'utf8').split('\\n').filter((each) => each !== '').map((each) => JSON.parse(each))
if (failure && calls.filter(({ program, args }) => [program, ...args].join(' ').includes(failure[0])).length <= failure[1]) process.exit(255)
process.stdout.write(Object.entries(answers).find(([part]) => line.includes(part))?.[1] ?? '')
`

type Run = {
  readonly status: number | null
  readonly output: string
  /** What the script asked of the programs, in order. */
  readonly calls: readonly Call[]
}

/**
 * Runs a script of the repository with stand-ins for the programs that reach beyond this machine.
 * @param answers What a program says, by a part of the line it is called with.
 * @param failures How often it fails at first, by the same.
 */
export const runWithStandIns = (
  script: readonly [string, ...string[]],
  programs: readonly string[],
  answers: Record<string, string> = {},
  environment: Record<string, string> = {},
  failures: Record<string, number> = {},
): Run => {
  const directory = mkdtempSync(join(tmpdir(), 'stand-ins-'))
  for (const program of programs) writeFileSync(join(directory, program), STAND_IN, { mode: 0o755 })
  writeFileSync(join(directory, 'answers'), JSON.stringify(answers))
  writeFileSync(join(directory, 'failures'), JSON.stringify(failures))
  writeFileSync(join(directory, 'calls'), '')
  const [command, ...args] = script
  const { status, stdout, stderr } = spawnSync(join(ROOT, command), args, {
    cwd: ROOT,
    encoding: 'utf8',
    env: {
      ...process.env,
      ...environment,
      PATH: `${directory}${delimiter}${process.env['PATH'] ?? ''}`,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const calls = readFileSync(join(directory, 'calls'), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => Call.parse(JSON.parse(line)))
  rmSync(directory, { recursive: true })
  return { status, output: stdout + stderr, calls }
}
