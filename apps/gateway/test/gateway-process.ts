import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

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
    env: {
      PATH: process.env['PATH'],
      HOST: '127.0.0.1',
      GATEWAY_PORT: '0',
      JWT_SECRET_KEY: TEST_TOKEN_SETTINGS.JWT_SECRET_KEY,
      ...Object.fromEntries(SERVICES.map((name) => [name, serviceUrl])),
      ...settings,
    },
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
