import { randomBytes } from 'node:crypto'
import { join } from 'node:path'

import type { Child } from './child.ts'
import { startEngine } from './engine.ts'
import { keepRunning } from './keep-running.ts'
import { buildPageServer } from './page/page-server.ts'
import { startRedis } from './redis.ts'
import { serviceSettings, startServices, urlOf, type ServicePorts } from './services.ts'

export type StackOptions = {
  /** Whose settings count and are handed on. */
  readonly environment: NodeJS.ProcessEnv
  readonly ports: ServicePorts & { readonly page: number }
  /** Data and logs; the database is kept in memory when `inMemory` is set. */
  readonly directory: string
  readonly inMemory?: boolean
  readonly watch?: boolean
  /** Folder of the built page; without one no page is served. */
  readonly pageRoot?: string
  /** A process ended that was not told to, and has been started again. */
  readonly onRestart?: (child: Child) => void
  /** A process ended that was not told to, and stays away. */
  readonly onGone?: (child: Child) => void
}

export type Stack = {
  readonly urls: {
    readonly page: string
    readonly gateway: string
    readonly user: string
    readonly inventory: string
    readonly order: string
  }
  /** Settings a further process needs to join the stack. */
  readonly env: NodeJS.ProcessEnv
  readonly database: string
  readonly redis: string
  readonly stop: () => Promise<void>
}

/**
 * Starts everything the product needs on one machine: database, Redis, the four processes and the page.
 * If one cannot be started the others are stopped again.
 * @throws {StackError} with a message for the person at the terminal.
 */
export const startStack = async (options: StackOptions): Promise<Stack> => {
  const { environment, ports, directory, onRestart, onGone } = options
  const logDirectory = join(directory, 'logs')
  const stops: (() => Promise<void>)[] = []
  let stopping: Promise<void> | undefined
  const stop = (): Promise<void> => {
    stopping ??= stopInTurn(stops)
    return stopping
  }
  let ready = false
  const track = (child: Child): void => {
    const running = keepRunning(child, {
      // A database that kept everything in memory has nothing to go on with.
      mayRestart: () => ready && options.inMemory !== true,
      onRestart: (ended) => onRestart?.(ended),
      onGone: (ended) => onGone?.(ended),
    })
    stops.push(running.stop)
  }

  try {
    const file = options.inMemory === true ? undefined : join(directory, 'dynamodb.sqlite')
    const engine = await startEngine({ environment, file, logDirectory })
    if (engine.child !== undefined) track(engine.child)
    const redis = await startRedis(environment, logDirectory)
    if (redis.child !== undefined) track(redis.child)
    const env = {
      JWT_SECRET_KEY: randomBytes(32).toString('base64url'),
      ...environment,
      ...serviceSettings(ports),
      ...engine.env,
      ...redis.env,
    }
    await startServices(ports, {
      env,
      logDirectory,
      watch: options.watch ?? false,
      onStarted: track,
    })
    if (options.pageRoot !== undefined) {
      const page = await buildPageServer({
        root: options.pageRoot,
        gatewayUrl: urlOf(ports.gateway),
      })
      await page.listen({ host: '127.0.0.1', port: ports.page })
      stops.push(async () => await page.close())
    }
    ready = true
    return {
      urls: {
        page: `http://localhost:${ports.page}`,
        gateway: urlOf(ports.gateway),
        user: urlOf(ports.user),
        inventory: urlOf(ports.inventory),
        order: urlOf(ports.order),
      },
      env,
      database: engine.description,
      redis: redis.description,
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}

/** In the reverse order of starting: the page and the gateway first, the database last. */
const stopInTurn = async (stops: readonly (() => Promise<void>)[]): Promise<void> => {
  for (const stop of stops.toReversed()) await stop()
}
