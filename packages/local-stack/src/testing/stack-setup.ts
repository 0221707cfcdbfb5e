import '@cnop/common/testing/provided-context'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import type { TestProject } from 'vitest/node'

import { startEngine } from '../engine.ts'
import { freeStackPorts } from '../ports.ts'
import { ROOT } from '../services.ts'
import { startStack } from '../stack.ts'
import { secretsInLogs } from './secrets-in-logs.ts'
import { startTableAccessProxy } from './table-access-proxy.ts'

const NO_LIMITS = {
  RATE_LIMIT_PUBLIC: '0',
  RATE_LIMIT_STREAM: '0',
  STREAMS_PER_ADDRESS: '0',
  RATE_LIMIT_LOGIN: '0',
  RATE_LIMIT_REGISTER: '0',
  RATE_LIMIT_TRADING: '0',
  RATE_LIMIT_READS: '0',
}

/**
 * Starts the whole product for the end-to-end tests: on free ports, with its data in memory, cheap
 * passwords, no limits on requests, and on its tables the permissions it has in AWS. PAGE_URL and GATEWAY_URL, with ADMIN_USERNAME and
 * ADMIN_PASSWORD, point the same tests at another one.
 */
const setup = async (project: TestProject): Promise<(() => Promise<void>) | undefined> => {
  const { PAGE_URL: page, GATEWAY_URL: gateway, DYNAMODB_ENDPOINT: _own, ...rest } = process.env
  if (page !== undefined && gateway !== undefined) {
    project.provide('pageUrl', page)
    project.provide('gatewayUrl', gateway)
    project.provide('inventoryUrl', '')
    project.provide('administrator', {
      username: rest['ADMIN_USERNAME'] ?? '',
      password: rest['ADMIN_PASSWORD'] ?? '',
    })
    return undefined
  }
  const directory = mkdtempSync(join(tmpdir(), 'stack-tests-'))
  const engine = await startEngine({
    environment: rest,
    folder: undefined,
    logDirectory: directory,
  })
  const { DYNAMODB_TABLE_PREFIX: prefix = 'dev_' } = rest
  const proxy = await startTableAccessProxy(engine.env['DYNAMODB_ENDPOINT'] ?? '', prefix)
  const stack = await startStack({
    environment: {
      ...rest,
      ...NO_LIMITS,
      BCRYPT_COST: '4',
      // The real market moves as it likes, and a test run is no reason to call it.
      PRICE_SOURCE: 'simulated',
      SIMULATION_SEED: 'end-to-end tests',
      DYNAMODB_ENDPOINT: proxy.url,
    },
    signWithNames: true,
    ports: await freeStackPorts(),
    directory,
    inMemory: true,
    pageRoot: join(ROOT, 'apps/web/dist'),
  })
  project.provide('pageUrl', stack.urls.page)
  project.provide('gatewayUrl', stack.urls.gateway)
  project.provide('inventoryUrl', stack.urls.inventory)
  project.provide('administrator', await firstAdministrator(stack.urls.user, engine.env))
  return async () => {
    await stack.stop()
    await proxy.close()
    await engine.child?.stop()
    const leaked = secretsInLogs(directory)
    rmSync(directory, { recursive: true, force: true })
    if (leaked.length > 0) throw new Error(`the logs hold secrets:\n${leaked.join('\n')}`)
    if (proxy.refused().length > 0)
      throw new Error(`services lack permissions:\n${proxy.refused().join('\n')}`)
  }
}

/** Made as an operator makes one: someone registers, and the script gives the role. */
const firstAdministrator = async (userServiceUrl: string, database: Record<string, string>) => {
  const administrator = { username: 'the_first_admin', password: 'Careful-Keeper-7' }
  await fetch(`${userServiceUrl}/auth/register`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      ...administrator,
      email: 'admin@example.com',
      first_name: 'First',
      last_name: 'Administrator',
    }),
  })
  const script = join(ROOT, 'apps/user-service/src/create-admin/main.ts')
  const { status, stderr } = spawnSync(process.execPath, [script, administrator.username], {
    env: { ...process.env, ...database },
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(`no administrator: ${stderr}`)
  return administrator
}

export default setup
