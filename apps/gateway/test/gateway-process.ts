import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

import { freePort } from '@cnop/common/testing/free-port'
import { TEST_TOKEN_SETTINGS } from '@cnop/common/testing/test-tokens'
import { expect, vi } from 'vitest'

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url))
const ADDRESS = /http:\/\/127\.0\.0\.1:\d+/
const SERVICES = ['USER_SERVICE_URL', 'INVENTORY_SERVICE_URL', 'ORDER_SERVICE_URL']

export type GatewayProcess = {
  readonly url: string
  readonly child: ChildProcess
  /** Exit code and signal, once it has ended. */
  readonly exit: Promise<unknown[]>
  /** What it has written so far, line by line. */
  readonly lines: () => string[]
}

/** The process itself, as in production, on a port of its own choice, which its log names. */
export const startGatewayProcess = async (
  serviceUrl: string,
  settings: Record<string, string> = {},
): Promise<GatewayProcess> => {
  const child = spawn(process.execPath, [MAIN], {
    env: environment(serviceUrl, settings),
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let log = ''
  child.stdout.on('data', (chunk: Buffer) => {
    log += chunk.toString()
  })
  await vi.waitFor(() => expect(log).toMatch(ADDRESS), { timeout: 20_000 })
  return {
    url: ADDRESS.exec(log)?.[0] ?? '',
    child,
    exit: once(child, 'exit'),
    lines: () => log.split('\n').filter((line) => line !== ''),
  }
}

const environment = (serviceUrl: string, settings: Record<string, string>) => ({
  PATH: process.env['PATH'],
  HOST: '127.0.0.1',
  GATEWAY_PORT: '0',
  JWT_SECRET_KEY: TEST_TOKEN_SETTINGS.JWT_SECRET_KEY,
  ...Object.fromEntries(SERVICES.map((name) => [name, serviceUrl])),
  ...settings,
})

/** The process with a log that takes nothing, as on a full disk, on a port that is free. */
export const startUnloggedGateway = async (
  serviceUrl: string,
): Promise<Omit<GatewayProcess, 'lines'>> => {
  const port = await freePort()
  const full = openSync('/dev/full', 'w')
  const child = spawn(process.execPath, [MAIN], {
    env: environment(serviceUrl, { GATEWAY_PORT: String(port) }),
    stdio: ['ignore', full, 'inherit'],
  })
  closeSync(full)
  const url = `http://127.0.0.1:${port}`
  await vi.waitFor(() => fetch(`${url}/health/live`), { timeout: 20_000 })
  return { url, child, exit: once(child, 'exit') }
}
