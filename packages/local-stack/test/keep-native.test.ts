import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

import { expect, it } from 'vitest'

const KEEPER = fileURLToPath(new URL('../src/keep-native.ts', import.meta.url))

const keep = (script: string) =>
  spawn(process.execPath, [KEEPER, 'sh', '-c', script], {
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  })

it('ends the program that it runs when the process that started it is gone', async () => {
  const keeper = keep('echo running; exec sleep 60')
  expect(String(await once(keeper.stdout ?? keeper, 'data'))).toContain('running')
  keeper.disconnect()
  // The program writes to the same pipe, which closes when both have ended.
  await once(keeper.stdout ?? keeper, 'close')
})

it('ends with the status of the program', async () => {
  expect(await once(keep('exit 7'), 'exit')).toEqual([7, null])
})
