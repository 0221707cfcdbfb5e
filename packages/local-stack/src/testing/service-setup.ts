import '@cnop/common/testing/provided-context'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import type { TestProject } from 'vitest/node'

import { startEngine } from '../engine.ts'
import { startRedis } from '../redis.ts'

/** Starts a database in memory and a Redis for the service tests of one run. */
const setup = async (project: TestProject): Promise<() => Promise<void>> => {
  const directory = mkdtempSync(join(tmpdir(), 'service-tests-'))
  const { DYNAMODB_ENDPOINT: _own, REDIS_URL: _redis, ...environment } = process.env
  const engine = await startEngine({ environment, folder: undefined, logDirectory: directory })
  const redis = await startRedis(environment, directory)
  Object.assign(process.env, engine.env)
  project.provide('dynamodbEndpoint', engine.env['DYNAMODB_ENDPOINT'] ?? '')
  project.provide('redisUrl', redis.env['REDIS_URL'] ?? '')
  return async () => {
    await Promise.all([engine.child?.stop(), redis.child?.stop()])
    rmSync(directory, { recursive: true, force: true })
  }
}

export default setup
