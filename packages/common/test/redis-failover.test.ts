import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { Redis } from 'ioredis'
import { expect, inject, it, onTestFinished, vi } from 'vitest'

import { readSettings } from '../src/http/settings.ts'
import { connectRedis } from '../src/redis/client.ts'
import { redisSettings } from '../src/redis/settings.ts'
import { freePort } from '../src/testing/free-port.ts'
import '../src/testing/provided-context.ts'
import { startTcpProxy } from '../src/testing/tcp-proxy.ts'

const startPrimary = async () => {
  const port = await freePort()
  // A replica keeps a file of what its primary sends.
  const directory = mkdtempSync(join(tmpdir(), 'redis-failover-'))
  const server = spawn('redis-server', [
    '--port',
    String(port),
    '--bind',
    '127.0.0.1',
    '--dir',
    directory,
    '--save',
    '',
  ])
  const admin = new Redis(port, '127.0.0.1')
  admin.on('error', () => {})
  await vi.waitFor(async () => await admin.ping(), { timeout: 10_000 })
  onTestFinished(() => {
    admin.disconnect()
    server.kill('SIGKILL')
    rmSync(directory, { recursive: true })
  })
  return { url: new URL(`redis://127.0.0.1:${port}`), admin }
}

it('a primary that becomes a replica is left for the new one, though its connections stand', async () => {
  const [primary, next] = [await startPrimary(), new URL(inject('redisUrl'))]
  const name = await startTcpProxy(primary.url)
  const settings = { REDIS_URL: `redis://127.0.0.1:${name.port}` }
  const redis = connectRedis(readSettings(redisSettings, settings))
  onTestFinished(async () => {
    redis?.disconnect()
    await name.close()
  })
  await expect.poll(() => redis?.set('failover', 'before').catch(String)).toBe('OK')
  await primary.admin.replicaof(next.hostname, Number(next.port))
  name.leadTo(next)
  await expect
    .poll(() => redis?.set('failover', 'after').catch(String), { timeout: 10_000 })
    .toBe('OK')
})
