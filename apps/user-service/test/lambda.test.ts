import { spawnSync } from 'node:child_process'

import { LAMBDA_CONTEXT, httpApiEvent } from '@cnop/common/testing/http-api-event'
import { testDatabase } from '@cnop/common/testing/test-database'
import { TEST_TOKEN_SETTINGS } from '@cnop/common/testing/test-tokens'
import { expect, inject, it } from 'vitest'
import { z } from 'zod'

import { alice } from './user-service.ts'

// A function reads its settings as it is loaded, as in the cloud.
const database = await testDatabase()
Object.assign(process.env, {
  DYNAMODB_ENDPOINT: inject('dynamodbEndpoint'),
  DYNAMODB_TABLE_PREFIX: database.tableName(''),
  JWT_SECRET_KEY: TEST_TOKEN_SETTINGS.JWT_SECRET_KEY,
  BCRYPT_COST: '4',
  LOG_LEVEL: 'silent',
})
const { handler } = await import('#src/lambda/main')

const send = async (request: Parameters<typeof httpApiEvent>[0]) =>
  await handler(httpApiEvent(request), LAMBDA_CONTEXT)

const LogIn = z.object({ access_token: z.string() })

const MAIN = new URL('../src/lambda/main.ts', import.meta.url)

/** What the function writes to its log as a process of its own answers one request, line by line. */
const logOf = (request: Parameters<typeof httpApiEvent>[0]): Record<string, unknown>[] => {
  const program = `
    const { handler } = await import(${JSON.stringify(MAIN)})
    await handler(${JSON.stringify(httpApiEvent(request))}, ${JSON.stringify(LAMBDA_CONTEXT)})
    process.exit(0)`
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '--eval', program], {
    env: { ...process.env, LOG_LEVEL: 'info' },
    encoding: 'utf8',
  })
  return stdout
    .trim()
    .split('\n')
    .map((line) => z.record(z.string(), z.unknown()).parse(JSON.parse(line)))
}

it('opens an account, logs in with a cookie API Gateway can hand on, and ends the session at once', async () => {
  expect((await send({ method: 'POST', path: '/auth/register', body: alice })).statusCode).toBe(201)

  const login = await send({
    method: 'POST',
    path: '/auth/login',
    body: { username: alice.username, password: alice.password },
  })
  expect(login.statusCode).toBe(200)
  expect(login.headers).not.toHaveProperty('set-cookie')
  expect(login.cookies).toContainEqual(
    expect.stringMatching(/^__Secure-refresh_token=.*HttpOnly; Secure; SameSite=Strict/),
  )

  const headers = { authorization: `Bearer ${LogIn.parse(JSON.parse(login.body)).access_token}` }
  const profile = await send({ method: 'GET', path: '/auth/profile', headers })
  expect(JSON.parse(profile.body)).toMatchObject({ username: alice.username })

  const cookies = login.cookies?.map((each) => each.split(';', 1).join()) ?? []
  const refreshed = await send({ method: 'POST', path: '/auth/refresh', cookies })
  expect(refreshed.statusCode).toBe(200)

  expect((await send({ method: 'POST', path: '/auth/logout', headers })).statusCode).toBe(200)
  expect((await send({ method: 'GET', path: '/auth/profile', headers })).statusCode).toBe(401)
})

it('believes API Gateway, not the client, about where a request comes from', () => {
  const lines = logOf({
    method: 'POST',
    path: '/auth/login',
    headers: { 'x-forwarded-for': '10.1.1.1' },
    body: { username: 'nobody_here', password: 'Wrong-Horse-77' },
  })
  expect(lines).toContainEqual(
    expect.objectContaining({ event: 'login_failed', address: '203.0.113.7' }),
  )
})

it('writes lines that CloudWatch can search, under the id it gives the invocation', () => {
  expect(logOf({ method: 'GET', path: '/auth/profile' })).toEqual([
    expect.objectContaining({
      level: 'info',
      message: 'request',
      service: 'user-service',
      request_id: LAMBDA_CONTEXT.awsRequestId,
      status: 401,
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
    }),
  ])
})
