import { fileURLToPath } from 'node:url'

import { startNode, type Child } from './child.ts'
import { isHealthy, waitUntil } from './wait-until.ts'

export type ServicePorts = {
  readonly gateway: number
  readonly user: number
  readonly inventory: number
  readonly order: number
}

/** The repository's root: processes start here. */
export const ROOT = fileURLToPath(new URL('../../..', import.meta.url))

const OTHER_CLOCK = new URL('./other-clock.ts', import.meta.url).href

const SERVICES = [
  { name: 'user-service', port: 'user' },
  { name: 'inventory-service', port: 'inventory' },
  { name: 'order-service', port: 'order' },
  { name: 'gateway', port: 'gateway' },
] as const

/** By how many milliseconds the clock of a service is ahead, for drills. */
export type Clocks = Partial<Record<(typeof SERVICES)[number]['name'], number>>

export const urlOf = (port: number): string => `http://127.0.0.1:${port}`

/** Settings by which the processes find each other. */
export const serviceSettings = (ports: ServicePorts): Record<string, string> => ({
  HOST: '127.0.0.1',
  USER_SERVICE_PORT: String(ports.user),
  INVENTORY_SERVICE_PORT: String(ports.inventory),
  ORDER_SERVICE_PORT: String(ports.order),
  GATEWAY_PORT: String(ports.gateway),
  USER_SERVICE_URL: urlOf(ports.user),
  INVENTORY_SERVICE_URL: urlOf(ports.inventory),
  ORDER_SERVICE_URL: urlOf(ports.order),
})

/** Starts all four at once and waits until each can do its work. The gateway comes last in the list. */
export const startServices = async (
  ports: ServicePorts,
  options: {
    readonly env: NodeJS.ProcessEnv
    readonly logDirectory: string
    /** Restarts a service when one of its files changes. */
    readonly watch: boolean
    readonly signWithNames: boolean
    readonly clocks: Clocks
    readonly onStarted: (child: Child) => void
  },
): Promise<void> => {
  const starting = SERVICES.map(async ({ name, port }) => {
    const ahead = options.clocks[name]
    const child = startNode({
      name,
      args: [
        ...(options.watch ? ['--watch'] : []),
        ...(ahead === undefined ? [] : ['--import', OTHER_CLOCK]),
        `${ROOT}apps/${name}/src/main.ts`,
      ],
      env: {
        ...options.env,
        ...(options.signWithNames ? { AWS_ACCESS_KEY_ID: name } : {}),
        ...(ahead === undefined ? {} : { CLOCK_AHEAD_MS: String(ahead) }),
      },
      logDirectory: options.logDirectory,
    })
    options.onStarted(child)
    await waitUntil(child, () => isHealthy(urlOf(ports[port])))
  })
  await Promise.all(starting)
}
