import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'

import { expect, it, onTestFinished } from 'vitest'
import { z } from 'zod'

import { ROOT } from '../../scripts/repository.ts'

const { scripts } = z
  .object({ scripts: z.object({ start: z.string() }) })
  .parse(JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')))

/** Says that it runs and which signal ends it. */
const PROGRAM = `
for (const signal of ['SIGINT', 'SIGTERM'])
  process.on(signal, () => { console.log('ended by ' + signal); process.exit(0) })
setInterval(() => {}, 1_000)
console.log('running')
`

it.each(['SIGINT', 'SIGTERM', 'SIGKILL'] as const)(
  'npm start stops when npm alone is sent %s',
  async (signal) => {
    const folder = mkdtempSync(join(tmpdir(), 'npm-signals-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    const program = join(folder, 'program.mjs')
    writeFileSync(program, PROGRAM)
    const start = scripts.start
      .replace('scripts/with-toolchain.mjs', join(ROOT, 'scripts/with-toolchain.mjs'))
      .replace('scripts/start.ts', relative(ROOT, program))
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ scripts: { start } }))
    const npm = spawn('npm', ['start', '--silent'], { cwd: folder, detached: true })
    let output = ''
    npm.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString()
    })
    await expect.poll(() => output, { timeout: 20_000 }).toContain('running')
    npm.kill(signal)
    // Its output ends when the last process that writes to it has ended.
    await once(npm.stdout, 'close')
    expect(output).toMatch(/ended by SIG(INT|TERM)/)
  },
)
