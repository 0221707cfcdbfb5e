import { randomBytes } from 'node:crypto'
import { join } from 'node:path'

import { keptAccountSecret } from './account-secret.ts'
import { startEngine } from './engine.ts'
import { buildPageServer } from './page/page-server.ts'
import { startRedis } from './redis.ts'
import { noteDatabase } from './running-stack.ts'
import {
  serviceSettings,
  startServices,
  urlOf,
  type Clocks,
  type ServicePorts,
} from './services.ts'
import { supervise, type Supervisor, type Watching } from './supervisor.ts'

export type StackOptions = Watching & {
  /** Whose settings count and are handed on. */
  readonly environment: NodeJS.ProcessEnv
  readonly ports: ServicePorts & { readonly page: number }
  /** Data and logs; the database is kept in memory when `inMemory` is set. */
  readonly directory: string
  readonly inMemory?: boolean
  readonly watch?: boolean
  /** Each service signs its requests to the database with its name, so that a test can tell them apart. */
  readonly signWithNames?: boolean
  readonly clocks?: Clocks
  /** Folder of the built page; without one no page is served. */
  readonly pageRoot?: string
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
  /** Ends one of the processes without notice, for drills, and it is started again; or sends another signal. */
  readonly kill: (name: string, signal?: NodeJS.Signals) => void
  readonly stop: () => Promise<void>
}

/**
 * Starts everything the product needs on one machine: database, Redis, the four processes and the page.
 * If one cannot be started the others are stopped again.
 * @throws {StackError} with a message for the person at the terminal.
 */
export const startStack = async (options: StackOptions): Promise<Stack> => {
  const supervisor = supervise(options)
  try {
    return await startAll(options, supervisor)
  } catch (error) {
    await supervisor.stop()
    throw error
  }
}

const startAll = async (options: StackOptions, supervisor: Supervisor): Promise<Stack> => {
  const { environment, ports, directory, pageRoot } = options
  const logDirectory = join(directory, 'logs')
  const folder = options.inMemory === true ? undefined : directory
  const engine = await startEngine({ environment, folder, logDirectory })
  if (engine.child !== undefined) supervisor.track(engine.child)
  const redis = await startRedis(environment, logDirectory)
  if (redis.child !== undefined) supervisor.track(redis.child)
  const env = {
    JWT_SECRET_KEY: randomBytes(32).toString('base64url'),
    ...(options.inMemory === true ? {} : { ACCOUNT_SECRET_KEY: keptAccountSecret(directory) }),
    ...environment,
    ...serviceSettings(ports),
    ...engine.env,
    ...redis.env,
  }
  await startServices(ports, {
    env,
    logDirectory,
    watch: options.watch ?? false,
    signWithNames: options.signWithNames ?? false,
    clocks: options.clocks ?? {},
    onStarted: supervisor.track,
  })
  if (pageRoot !== undefined) await servePage(pageRoot, ports, supervisor)
  // A database that keeps everything in memory has nothing to go on with, and no one to join it.
  if (options.inMemory !== true) {
    const takeBack = noteDatabase(directory, engine.env)
    supervisor.alsoStop(async () => takeBack())
    supervisor.keepAll()
  }
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
    kill: supervisor.kill,
    stop: supervisor.stop,
  }
}

const servePage = async (
  root: string,
  ports: StackOptions['ports'],
  supervisor: Supervisor,
): Promise<void> => {
  const page = await buildPageServer({ root, gatewayUrl: urlOf(ports.gateway) })
  await page.listen({ host: '127.0.0.1', port: ports.page })
  supervisor.alsoStop(async () => await page.close())
}
