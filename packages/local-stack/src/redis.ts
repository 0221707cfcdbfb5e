import { connect } from 'node:net'

import { startNative, type Child } from './child.ts'
import { freePort } from './ports.ts'
import { programOnPath } from './programs.ts'
import { waitUntil } from './wait-until.ts'

export type LocalRedis = {
  readonly env: Record<string, string>
  readonly description: string
  readonly child: Child | undefined
}

const SERVERS = ['redis-server', 'valkey-server']

/** The Redis that is set, one from the PATH on a private port, or none. */
export const startRedis = async (
  environment: NodeJS.ProcessEnv,
  logDirectory: string,
): Promise<LocalRedis> => {
  const { REDIS_URL: url = '', REDIS_HOST: host = '' } = environment
  if (url !== '' || host !== '')
    return { env: {}, description: url === '' ? host : 'as set by REDIS_URL', child: undefined }
  const binary = programOnPath(SERVERS, environment['PATH'])
  if (binary === undefined)
    return {
      env: {},
      description: 'none found: limits and log-outs are kept in the gateway’s memory',
      child: undefined,
    }
  const port = await freePort()
  const child = startNative({
    name: 'redis',
    command: binary,
    args: ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'],
    env: { PATH: environment['PATH'] },
    logDirectory,
  })
  await waitUntil(child, () => accepts(port))
  return { env: { REDIS_URL: `redis://127.0.0.1:${port}` }, description: binary, child }
}

const accepts = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy()
      resolve(true)
    })
    socket.on('error', () => resolve(false))
  })
