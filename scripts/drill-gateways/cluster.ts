import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { startNative, startNode, type Child } from '@cnop/local-stack/child'
import { freePort, freeStackPorts } from '@cnop/local-stack/ports'
import { startStack } from '@cnop/local-stack/stack'
import { supervise } from '@cnop/local-stack/supervisor'
import { isHealthy, waitUntil } from '@cnop/local-stack/wait-until'

import { buildPage, PAGE_ROOT } from '../build-page.ts'
import { ROOT } from '../repository.ts'

export type Cluster = {
  /** Where nginx serves the page and the API. */
  readonly url: string
  readonly gateways: readonly GatewayProcess[]
  readonly stop: () => Promise<void>
}

/** One of the gateways; whichever way it ends, it is started again. */
type GatewayProcess = {
  readonly name: string
  readonly kill: () => void
  readonly terminate: () => void
  readonly isReady: () => Promise<boolean>
}

const GATEWAYS = 3

/** The product with three gateways behind the very nginx that ships, which spreads requests at random. */
export const startCluster = async (directory: string, nginx: string): Promise<Cluster> => {
  await buildPage()
  const stack = await startStack({
    environment: {
      ...process.env,
      BCRYPT_COST: '4',
      LOG_LEVEL: 'warn',
      PRICE_SOURCE: 'simulated',
      TRUSTED_PROXIES: '127.0.0.1',
      RATE_LIMIT_PUBLIC: '0',
      RATE_LIMIT_STREAM: '0',
      RATE_LIMIT_REGISTER: '0',
      RATE_LIMIT_LOGIN: '0',
    },
    ports: await freeStackPorts(),
    directory,
  })
  const gateways = supervise({})
  const nginxes = supervise({})
  const stop = async (): Promise<void> => {
    await nginxes.stop()
    await gateways.stop()
    await stack.stop()
  }
  try {
    const running: (GatewayProcess & { port: number })[] = []
    for (let nth = 1; nth <= GATEWAYS; nth += 1)
      running.push(await startGateway(`gateway-${nth}`, stack.env, directory, gateways))
    gateways.keepAll()
    const port = await freePort()
    const ports = running.map((each) => each.port)
    const child = startNginx(nginx, { directory, port, gateways: ports })
    nginxes.track(child)
    const url = `http://localhost:${port}`
    await waitUntil(child, async () => (await fetch(`${url}/health/page`)).ok)
    return { url, gateways: running, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

const startGateway = async (
  name: string,
  env: NodeJS.ProcessEnv,
  directory: string,
  supervisor: ReturnType<typeof supervise>,
): Promise<GatewayProcess & { port: number }> => {
  const port = await freePort()
  const first = startNode({
    name,
    args: [join(ROOT, 'apps/gateway/src/main.ts')],
    env: { ...env, GATEWAY_PORT: String(port) },
    logDirectory: join(directory, 'logs'),
  })
  // The supervisor starts the same program again: whoever ends it has to know the process of the day.
  let current = first
  const noting = (child: Child): Child => ({
    ...child,
    again: () => {
      current = child.again()
      return noting(current)
    },
  })
  supervisor.track(noting(first))
  const url = `http://127.0.0.1:${port}`
  await waitUntil(first, () => isHealthy(url))
  return {
    name,
    port,
    kill: () => current.kill(),
    terminate: () => process.kill(current.pid, 'SIGTERM'),
    isReady: () => isHealthy(url).catch(() => false),
  }
}

/** `infra/nginx` as it ships, but for where things are on this machine and for there being three gateways. */
const startNginx = (
  command: string,
  { directory, port, gateways }: { directory: string; port: number; gateways: readonly number[] },
): Child => {
  const home = join(directory, 'nginx')
  mkdirSync(home, { recursive: true })
  cpSync(join(ROOT, 'infra/nginx'), home, { recursive: true })
  const site = readFileSync(join(home, 'default.conf.template'), 'utf8')
    .replace(/server \$\{GATEWAY_ADDRESS\}(.*;)/, (_line, options: string) =>
      ['random;', ...gateways.map((each) => `server 127.0.0.1:${each}${options}`)].join('\n  '),
    )
    .replace('listen 8080;', `listen 127.0.0.1:${port};`)
    .replace('/usr/share/nginx/page', PAGE_ROOT)
  writeFileSync(join(home, 'default.conf'), site)
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
  writeFileSync(
    join(home, 'nginx.conf'),
    `daemon off;
worker_processes 1;
pid ${home}/nginx.pid;
error_log ${home}/error.log;
events { worker_connections 1024; }
http {
  include /etc/nginx/mime.types;
  access_log ${home}/access.log;
  ${temporary.map((each) => `${each}_temp_path ${home}/${each};`).join('\n  ')}
  include ${home}/default.conf;
}
`,
  )
  return startNative({
    name: 'nginx',
    command,
    args: ['-p', home, '-c', join(home, 'nginx.conf'), '-e', join(home, 'error.log')],
    env: process.env,
    logDirectory: join(directory, 'logs'),
  })
}
