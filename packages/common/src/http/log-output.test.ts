import { spawnSync } from 'node:child_process'
import { closeSync, constants, mkdtempSync, openSync, readSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest'

import { LogOutput } from './log-output.ts'

const directory = mkdtempSync(join(tmpdir(), 'log-output-'))
const files: number[] = []
let file: number

/** A pipe takes as much as it holds and then nothing, until someone reads. */
beforeEach(() => {
  const pipe = join(directory, `pipe-${files.length}`)
  spawnSync('mkfifo', [pipe])
  file = openSync(pipe, constants.O_RDWR | constants.O_NONBLOCK)
  files.push(file)
})
// Not before all is over: an output of an earlier test would write to what has its number next.
afterAll(() => {
  for (const each of files) closeSync(each)
  rmSync(directory, { recursive: true })
})

const buffer = Buffer.alloc(65_536)
const read = (): Buffer => {
  try {
    return Buffer.from(buffer.subarray(0, readSync(file, buffer)))
  } catch {
    return Buffer.alloc(0)
  }
}

/** What comes out until the last line has: one more line makes those that wait go on. */
const readAll = async (output: LogOutput): Promise<string> => {
  const chunks: Buffer[] = []
  await vi.waitFor(
    () => {
      chunks.push(read())
      output.write(END)
      expect(Buffer.concat(chunks).toString()).toContain(END)
    },
    { timeout: 20_000, interval: 10 },
  )
  return Buffer.concat(chunks).toString().split(END, 1)[0] ?? ''
}

const END = 'the end\n'
const line = (nth: number): string => `${JSON.stringify({ nth, text: 'ü'.repeat(100) })}\n`
const lines = (count: number): string =>
  Array.from({ length: count }, (_, nth) => line(nth)).join('')
/** More than a pipe holds, and less than may wait. */
const SOME = 1_000
const TOO_MANY = 20_000

describe.each([true, false])('lines written together: %s', (together) => {
  it('wait while they cannot be written, and come out whole and in order', async () => {
    const output = new LogOutput(file, { together })
    for (let nth = 0; nth < SOME; nth += 1) output.write(line(nth))
    expect(await readAll(output)).toBe(lines(SOME))
    expect(output.lostLines).toBe(0)
  })

  it('are counted and lost when too many wait, and none is torn', async () => {
    const output = new LogOutput(file, { together })
    for (let nth = 0; nth < TOO_MANY; nth += 1) output.write(line(nth))
    const { lostLines } = output
    expect(lostLines).toBeGreaterThan(0)
    expect(await readAll(output)).toBe(lines(TOO_MANY - lostLines))
  })
})

it('a disk that is full throws nothing, and ends', () => {
  const full = openSync('/dev/full', 'w')
  const output = new LogOutput(full, { together: false })
  for (let nth = 0; nth < TOO_MANY; nth += 1) output.write(line(nth))
  output.finish()
  closeSync(full)
  expect(output.lostLines).toBeGreaterThan(0)
})
