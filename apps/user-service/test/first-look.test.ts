import { followRevocations } from '@cnop/common/security/follow-revocations'
import { RevokedAccess } from '@cnop/common/security/revoked-access'
import { startFaultProxy } from '@cnop/common/testing/fault-proxy'
import { testLedger } from '@cnop/common/testing/test-ledger'
import { expect, inject, it, onTestFinished, vi } from 'vitest'

import { signUp, startUserService } from './user-service.ts'

it('a process that could not read which sessions have ended is not ready and takes no token', async () => {
  const proxy = await startFaultProxy(inject('dynamodbEndpoint'))
  onTestFinished(proxy.close)
  const ledger = await testLedger(proxy.url)
  const revoked = new RevokedAccess(ledger.now)
  const app = await startUserService({ ledger, revoked })
  onTestFinished(() => app.close())
  const { headers } = await signUp(app)
  const logOut = await signUp(app)
  await app.inject({ method: 'POST', url: '/auth/logout', headers: logOut.headers })

  const restarted = new RevokedAccess(ledger.now)
  const again = await startUserService({ ledger, revoked: restarted })
  onTestFinished(() => again.close())
  proxy.plan((operation) => (operation === 'Query' ? 'error' : 'none'))
  const { stop } = await followRevocations(ledger.database, restarted, {
    longestTokenSeconds: 1_800,
    log: { warn: () => {} },
  })
  onTestFinished(stop)
  const profile = async (caller: Record<string, string>) =>
    await again.inject({ method: 'GET', url: '/auth/profile', headers: caller })
  const ready = async () => await again.inject('/health/ready')

  const early = await profile(logOut.headers)
  expect([early.statusCode, early.json().code]).toEqual([503, 'TRY_AGAIN'])
  expect(early.headers['retry-after']).toBe('1')
  const health = await ready()
  expect([health.statusCode, health.json().checks.ended_sessions.status]).toEqual([
    503,
    'unhealthy',
  ])

  proxy.plan(() => 'none')
  await vi.waitUntil(async () => (await ready()).statusCode === 200, { timeout: 10_000 })
  expect((await profile(logOut.headers)).statusCode).toBe(401)
  expect((await profile(headers)).statusCode).toBe(200)
})
