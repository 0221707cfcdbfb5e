import { connectDatabase } from '@cnop/common/dynamodb/client'
import { dynamoDbSettings } from '@cnop/common/dynamodb/config'
import { createTables } from '@cnop/common/dynamodb/create-tables'
import { readSettings } from '@cnop/common/http/settings'

import { startNative, type Child } from './child.ts'
import { bundledEngine, findEngine } from './engine/find-engine.ts'
import { startOriginGuard } from './engine/origin-guard.ts'
import { privatePlace, type Place } from './engine/private-place.ts'
import { freePort } from './ports.ts'
import { waitUntil } from './wait-until.ts'

/** The database of a stack: where it is, and what the services need to reach it. */
export type Engine = {
  readonly env: Record<string, string>
  readonly description: string
  readonly child: Child | undefined
}

type EngineOptions = {
  readonly environment: NodeJS.ProcessEnv
  /** Folder to keep the data in; `undefined`: in memory. */
  readonly folder: string | undefined
  readonly logDirectory: string
}

/** The differences between machines. */
export type Machine = {
  /** Path of the engine that comes with the dependencies. */
  readonly bundledEngine: string | undefined
  /** A place out of reach of web pages; without one a guard stands before the engine. */
  readonly privatePlace: Place | undefined
}

/** The embedded engine takes any credentials, and the SDK insists on some. */
const LOCAL_CREDENTIALS = { AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local' }

/**
 * The engine DYNAMODB_ENDPOINT names, or one of this machine, with all tables there. On AWS itself the tables are made
 * by the infrastructure, not here.
 * @throws {StackError} when this machine has no engine.
 */
export const startEngine = async (options: EngineOptions, machine?: Machine): Promise<Engine> => {
  const { DYNAMODB_ENDPOINT: endpoint = '' } = options.environment
  if (endpoint === 'aws') return { env: {}, description: 'DynamoDB in AWS', child: undefined }
  if (endpoint !== '') {
    const env = { ...LOCAL_CREDENTIALS, ...credentialsIn(options.environment) }
    await makeTables({ ...options.environment, ...env })
    return { env, description: endpoint, child: undefined }
  }
  return await startLocalEngine(options, machine ?? (await thisMachine()))
}

const thisMachine = async (): Promise<Machine> => ({
  bundledEngine: bundledEngine(),
  privatePlace: await privatePlace(),
})

const startLocalEngine = async (
  { environment, folder, logDirectory }: EngineOptions,
  machine: Machine,
): Promise<Engine> => {
  const engine = await findEngine(environment, machine.bundledEngine)
  const data = folder === undefined ? undefined : engine.dataIn(folder)
  const place = machine.privatePlace ?? { host: '127.0.0.1', port: await freePort() }
  const [command, ...args] = engine.commandLine(place, data)
  const child = startNative({ name: 'dynamodb', command, args, env: environment, logDirectory })
  await waitUntil(child, async () => (await fetch(urlOf(place))).status > 0)
  const entrance = machine.privatePlace ?? (await startOriginGuard(place))
  const env = { ...LOCAL_CREDENTIALS, DYNAMODB_ENDPOINT: urlOf(entrance) }
  await makeTables({ ...environment, ...env })
  const by = engine.name === '' ? '' : ` (${engine.name})`
  return { env, description: `${data ?? 'memory'}${by}`, child }
}

const urlOf = ({ host, port }: Place): string => `http://${host}:${port}`

const credentialsIn = (environment: NodeJS.ProcessEnv): Record<string, string> =>
  Object.fromEntries(
    Object.keys(LOCAL_CREDENTIALS).flatMap((name) => {
      const value = environment[name]
      return value === undefined ? [] : [[name, value]]
    }),
  )

const makeTables = async (environment: NodeJS.ProcessEnv): Promise<void> => {
  const settings = readSettings(dynamoDbSettings, environment)
  for (const [name, value] of Object.entries(LOCAL_CREDENTIALS)) process.env[name] ??= value
  const database = await connectDatabase(settings)
  await createTables(database.documents, settings.DYNAMODB_TABLE_PREFIX)
  database.close()
}
