import '@cnop/common/testing/provided-context'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import type { TestProject } from 'vitest/node'

import { freePort } from '../ports.ts'
import { ROOT } from '../services.ts'
import { startStack } from '../stack.ts'

const NO_LIMITS = {
  RATE_LIMIT_PUBLIC: '0',
  RATE_LIMIT_STREAM: '0',
  RATE_LIMIT_LOGIN: '0',
  RATE_LIMIT_REGISTER: '0',
  RATE_LIMIT_TRADING: '0',
  RATE_LIMIT_READS: '0',
}

/**
 * Starts the whole product for the end-to-end tests: on free ports, with its data in memory, cheap
 * passwords and no limits on requests. PAGE_URL and GATEWAY_URL point the same tests at another one.
 */
const setup = async (project: TestProject): Promise<(() => Promise<void>) | undefined> => {
  const { PAGE_URL: page, GATEWAY_URL: gateway, DYNAMODB_ENDPOINT: _own, ...rest } = process.env
  if (page !== undefined && gateway !== undefined) {
    project.provide('pageUrl', page)
    project.provide('gatewayUrl', gateway)
    return undefined
  }
  const directory = mkdtempSync(join(tmpdir(), 'stack-tests-'))
  const stack = await startStack({
    // The real market moves as it likes, and a test run is no reason to call it.
    environment: { ...rest, ...NO_LIMITS, BCRYPT_COST: '4', PRICE_SOURCE: 'simulated' },
    ports: {
      page: await freePort(),
      gateway: await freePort(),
      user: await freePort(),
      inventory: await freePort(),
      order: await freePort(),
    },
    directory,
    inMemory: true,
    pageRoot: join(ROOT, 'apps/web/dist'),
  })
  project.provide('pageUrl', stack.urls.page)
  project.provide('gatewayUrl', stack.urls.gateway)
  return async () => {
    await stack.stop()
    rmSync(directory, { recursive: true, force: true })
  }
}

export default setup
