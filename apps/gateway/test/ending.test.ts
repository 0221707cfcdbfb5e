import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { z } from 'zod'

import { startGatewayProcess, type GatewayProcess } from './gateway-process.ts'
import { startStandIn, type StandIn } from './gateway.ts'

const Line = z.looseObject({
  level: z.string(),
  message: z.string(),
  err: z.looseObject({ message: z.string(), stack: z.string() }).optional(),
})

/** Runs in the process before its own code. */
const DEFECT = `
process.on('SIGUSR2', () => { throw new Error('a defect nobody caught') })
process.on('SIGWINCH', () => { void Promise.reject(new Error('a promise nobody awaited')) })
`

let service: StandIn
let gateway: GatewayProcess

beforeEach(async () => {
  service = await startStandIn()
  gateway = await startGatewayProcess(service.url, {
    NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(DEFECT)}`,
  })
})
afterEach(async () => {
  gateway.child.kill('SIGKILL')
  await gateway.exit
  await service.close()
})

const lines = () => gateway.lines().map((line) => Line.parse(JSON.parse(line)))

it.each([
  ['SIGUSR2', 'uncaughtException', 'a defect nobody caught'],
  ['SIGWINCH', 'unhandledRejection', 'a promise nobody awaited'],
] as const)(
  '%s: an error nobody caught is in the log with its stack, and the process ends with 1',
  async (signal, event, message) => {
    gateway.child.kill(signal)
    expect(await gateway.exit).toEqual([1, null])
    await vi.waitFor(() =>
      expect(lines().at(-1)).toMatchObject({ level: 'fatal', message: event, err: { message } }),
    )
    expect(lines().at(-1)?.err?.stack).toContain('data:text/javascript')
  },
)

it('a health check that begins to fail is in the log once, with the cause that answers keep back', async () => {
  let checks = 0
  service.respond((_request, response) => {
    checks += 1
    response.destroy()
  })
  const ask = async () => await (await fetch(`${gateway.url}/health`)).text()
  const failed = () => lines().filter(({ message }) => message === 'health check failed')
  const ofAllServices = 3
  await vi.waitFor(async () => {
    expect(await ask()).not.toContain('other side closed')
    expect(checks).toBeGreaterThan(2 * ofAllServices)
  })
  await vi.waitFor(() => expect(failed()).toHaveLength(3))
  expect(failed()[0]).toMatchObject({
    level: 'warn',
    check: expect.stringMatching(/-service$/),
    err: { message: 'other side closed' },
  })
})
