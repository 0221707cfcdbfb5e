import { mkdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname } from 'node:path'

import { connectDatabase } from '@cnop/common/dynamodb/client'
import { dynamoDbSettings } from '@cnop/common/dynamodb/config'
import { createTables } from '@cnop/common/dynamodb/create-tables'
import { readSettings } from '@cnop/common/http/settings'

import { startNative, type Child } from './child.ts'
import { StackError, freePort } from './ports.ts'
import { waitUntil } from './wait-until.ts'

/** The database of a stack: where it is, and what the services need to reach it. */
export type Engine = {
  readonly env: Record<string, string>
  readonly description: string
  readonly child: Child | undefined
}

type EngineOptions = {
  readonly environment: NodeJS.ProcessEnv
  /** Where to keep the data; `undefined`: in memory. */
  readonly file: string | undefined
  readonly logDirectory: string
}

/** The embedded engine takes any credentials, and the SDK insists on some. */
const LOCAL_CREDENTIALS = { AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local' }

/**
 * The engine DYNAMODB_ENDPOINT names, or the embedded one, with all tables there. On AWS itself the
 * tables are made by the infrastructure, not here.
 */
export const startEngine = async (options: EngineOptions): Promise<Engine> => {
  const { DYNAMODB_ENDPOINT: endpoint = '' } = options.environment
  if (endpoint === 'aws') return { env: {}, description: 'DynamoDB in AWS', child: undefined }
  if (endpoint !== '') {
    const env = { ...LOCAL_CREDENTIALS, ...credentialsIn(options.environment) }
    await makeTables({ ...options.environment, ...env })
    return { env, description: endpoint, child: undefined }
  }
  return await startEmbedded(options)
}

const startEmbedded = async ({
  environment,
  file,
  logDirectory,
}: EngineOptions): Promise<Engine> => {
  const port = await freePort()
  if (file !== undefined) mkdirSync(dirname(file), { recursive: true })
  const child = startNative({
    name: 'dynamodb',
    command: embeddedBinary(),
    args: ['serve', '--port', String(port), ...(file === undefined ? [] : ['--db-path', file])],
    env: { PATH: environment['PATH'] },
    logDirectory,
  })
  const endpoint = `http://127.0.0.1:${port}`
  await waitUntil(child, async () => (await fetch(endpoint)).status > 0)
  const env = { ...LOCAL_CREDENTIALS, DYNAMODB_ENDPOINT: endpoint }
  await makeTables({ ...environment, ...env })
  return { env, description: file ?? 'memory', child }
}

const embeddedBinary = (): string => {
  try {
    return createRequire(import.meta.url).resolve('@dynoxide/linux-x64/dynoxide')
  } catch (cause) {
    throw new StackError(
      'The embedded database runs on Linux (x64) only. Start DynamoDB Local, for example with\n' +
        '  docker run -p 8000:8000 amazon/dynamodb-local\n' +
        'and set DYNAMODB_ENDPOINT=http://localhost:8000 (USER_SERVICE_PORT then needs another port).',
      { cause },
    )
  }
}

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
