import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { TEST_TOKEN_SETTINGS } from '@cnop/common/testing/test-tokens'
import { API_BASE } from '@cnop/contracts/internal'
import { startNative, startNode, type Child } from '@cnop/local-stack/child'
import { freePort } from '@cnop/local-stack/ports'
import { programOnPath } from '@cnop/local-stack/programs'
import { startRedis } from '@cnop/local-stack/redis'
import { waitUntil } from '@cnop/local-stack/wait-until'

import { ROOT } from '../repository.ts'

/** Something that carries requests to the service, in a process of its own. */
export type Target = { readonly name: string; readonly url: string; readonly pid: number }

export type Targets = {
  readonly gateway: Target
  readonly all: readonly Target[]
  /** Everything else that works for a request. */
  readonly helpers: readonly number[]
  readonly stop: () => Promise<void>
}

const NGINX_PATH = '/usr/sbin:/usr/local/sbin'
/** On, and never reached. */
const LIMIT = '1000000000'

/** Starts a stand-in service, and in front of it everything that is compared. */
export const startTargets = async (directory: string): Promise<Targets> => {
  const children: Child[] = []
  const track = async (child: Child, url: string): Promise<Child> => {
    children.push(child)
    await waitUntil(child, async () => (await fetch(url)).ok)
    return child
  }
  const service = await freePort()
  const serviceUrl = `http://127.0.0.1:${service}`
  const helper = await track(node('service', [String(service)], directory), serviceUrl)
  const redis = await startRedis(process.env, directory)
  if (redis.child !== undefined) children.push(redis.child)

  const started = async (name: string, start: (port: number) => Child): Promise<Target> => {
    const port = await freePort()
    const url = `http://127.0.0.1:${port}`
    const path = name === 'gateway' ? '/health/ready' : `${API_BASE}/balance`
    const child = await track(start(port), `${url}${path}`)
    return { name, url, pid: name === 'nginx' ? nginxPid(directory) : child.pid }
  }
  const gateway = await started('gateway', (port) =>
    startGateway({ port, serviceUrl, directory, env: redis.env }),
  )
  const proxied = async (name: string): Promise<Target> =>
    await started(name, (port) => node(name, [String(port), serviceUrl], directory))
  const all = [gateway, await proxied('http-proxy'), await proxied('raw-undici')]
  const nginx = programOnPath(['nginx'], `${process.env['PATH']}:${NGINX_PATH}`)
  if (nginx === undefined) console.log('nginx is not installed: it is left out.')
  else all.push(await started('nginx', (port) => startNginx(nginx, { port, service, directory })))
  return {
    gateway,
    all,
    helpers: [helper.pid, ...(redis.child === undefined ? [] : [redis.child.pid])],
    stop: async () => {
      for (const child of children.toReversed()) await child.stop()
    },
  }
}

const node = (name: string, args: readonly string[], logDirectory: string): Child =>
  startNode({
    name,
    args: [fileURLToPath(new URL(`processes/${name}.ts`, import.meta.url)), ...args],
    env: process.env,
    logDirectory,
  })

/** As it runs in production: tokens, one Redis script, metrics and a log line for every request. */
const startGateway = (options: {
  readonly port: number
  readonly serviceUrl: string
  readonly directory: string
  readonly env: Record<string, string>
}): Child =>
  startNode({
    name: 'gateway',
    args: [...profiling(), join(ROOT, 'apps/gateway/src/main.ts')],
    env: {
      ...process.env,
      ...options.env,
      NODE_ENV: 'production',
      HOST: '127.0.0.1',
      GATEWAY_PORT: String(options.port),
      JWT_SECRET_KEY: TEST_TOKEN_SETTINGS.JWT_SECRET_KEY,
      USER_SERVICE_URL: options.serviceUrl,
      INVENTORY_SERVICE_URL: options.serviceUrl,
      ORDER_SERVICE_URL: options.serviceUrl,
      LOG_LEVEL: 'info',
      RATE_LIMIT_READS: LIMIT,
      RATE_LIMIT_PUBLIC: LIMIT,
      RATE_LIMIT_TRADING: LIMIT,
    },
    logDirectory: options.directory,
  })

/** GATEWAY_PROFILE=folder writes where the gateway's time goes, for the developer tools of a browser. */
const profiling = (): string[] => {
  const folder = process.env['GATEWAY_PROFILE'] ?? ''
  return folder === '' ? [] : ['--cpu-prof', '--cpu-prof-interval=500', `--cpu-prof-dir=${folder}`]
}

const startNginx = (
  command: string,
  { port, service, directory }: { port: number; service: number; directory: string },
): Child => {
  const file = join(directory, 'nginx.conf')
  writeFileSync(file, nginxConfiguration(port, service, directory))
  const args = ['-c', file, '-e', join(directory, 'nginx-errors.log')]
  return startNative({ name: 'nginx', command, args, env: process.env, logDirectory: directory })
}

const nginxPid = (directory: string): number =>
  Number(readFileSync(join(directory, 'nginx.pid'), 'utf8'))

/** One process, an access log as the gateway has one, connections kept. */
const nginxConfiguration = (port: number, service: number, directory: string): string => `
daemon off;
master_process off;
pid ${directory}/nginx.pid;
events { worker_connections 4096; }
http {
  access_log ${directory}/nginx-access.log;
  ${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((each) => `${each}_temp_path ${directory}/${each};`).join('\n  ')}
  keepalive_requests 1000000000;
  upstream service { server 127.0.0.1:${service}; keepalive 256; keepalive_requests 1000000000; }
  server {
    listen 127.0.0.1:${port};
    location ${API_BASE}/ {
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_pass http://service/;
    }
  }
}
`
