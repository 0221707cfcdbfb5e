import { mkdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'

import { StackError } from '../ports.ts'
import { programOnPath, succeeds } from '../programs.ts'
import type { Place } from './private-place.ts'

/** Of the npm package `dynoxide`, the same as of the bundled binary. */
export const DYNOXIDE_VERSION = '1.2.1'
const DYNAMODB_LOCAL = 'amazon/dynamodb-local:latest'

/** npx may have to download the package first, and Docker the image. */
const FETCH_MS = 180_000

export type EngineProgram = {
  /** Its name, for the person at the terminal; empty for the bundled one. */
  readonly name: string
  /** The files that it keeps the data in, in a folder. */
  readonly dataIn: (folder: string) => string
  /**
   * Command line of a server at a place.
   * @param data As returned by `dataIn`; `undefined`: in memory.
   */
  readonly commandLine: (place: Place, data: string | undefined) => CommandLine
}

type CommandLine = readonly [string, ...string[]]

/**
 * Finds a DynamoDB-compatible server for this machine: the bundled binary, `dynoxide` on the PATH, the npm package
 * `dynoxide` by npx, or DynamoDB Local in Docker.
 * @throws {StackError} that names all of these when none is there.
 */
export const findEngine = async (
  env: NodeJS.ProcessEnv,
  bundled: string | undefined,
): Promise<EngineProgram> => {
  if (bundled !== undefined) return dynoxide([bundled], '')
  const { PATH } = env
  const installed = programOnPath(['dynoxide'], PATH)
  if (installed !== undefined) return dynoxide([installed], installed)
  const works = async (...command: CommandLine) =>
    await succeeds(command, { env, timeoutMs: FETCH_MS })

  const npx = programOnPath(['npx'], PATH)
  const byNpx = [npx ?? 'npx', '--yes', `dynoxide@${DYNOXIDE_VERSION}`] as const
  if (npx !== undefined && (await works(...byNpx, '--version')))
    return dynoxide(byNpx, `npx dynoxide@${DYNOXIDE_VERSION}`)

  const docker = programOnPath(['docker'], PATH)
  if (docker !== undefined && (await works(docker, 'info'))) {
    const isThere = await works(docker, 'image', 'inspect', DYNAMODB_LOCAL)
    if (isThere || (await works(docker, 'pull', '--quiet', DYNAMODB_LOCAL)))
      return dynamoDbLocal(docker)
  }
  throw new StackError(NO_ENGINE)
}

/** The binary that comes with the dependencies, on Linux x64. */
export const bundledEngine = (): string | undefined => {
  try {
    return createRequire(import.meta.url).resolve('@dynoxide/linux-x64/dynoxide')
  } catch {
    return undefined
  }
}

const dynoxide = (command: CommandLine, name: string): EngineProgram => ({
  name,
  dataIn: (folder) => join(folder, 'dynamodb.sqlite'),
  commandLine: ({ host, port }, data) => [
    ...command,
    'serve',
    `--host=${host}`,
    `--port=${port}`,
    ...(data === undefined ? [] : ['--db-path', data]),
  ],
})

/** Docker stops the container when the client that runs it is told to stop. */
const dynamoDbLocal = (docker: string): EngineProgram => ({
  name: `${DYNAMODB_LOCAL} in Docker`,
  dataIn: (folder) => join(folder, 'dynamodb-local'),
  commandLine: ({ host, port }, data) => {
    const run = ['run', '--rm', '--init', `--publish=${host}:${port}:8000`]
    const server = [DYNAMODB_LOCAL, '-jar', 'DynamoDBLocal.jar', '-sharedDb']
    if (data === undefined) return [docker, ...run, ...server, '-inMemory']
    mkdirSync(data, { recursive: true })
    const owner = process.getuid === undefined ? [] : [`--user=${process.getuid()}`]
    return [docker, ...run, ...owner, `--volume=${data}:/data`, ...server, '-dbPath', '/data']
  },
})

const NO_ENGINE = `No database was found for this machine. Any one of these will do:
  - Linux on x64: the bundled engine; run "npx pnpm install" again if it is missing
  - dynoxide on the PATH (https://github.com/nubo-db/dynoxide)
  - npx, able to fetch dynoxide@${DYNOXIDE_VERSION} from the npm registry
  - a running Docker, able to run ${DYNAMODB_LOCAL}
  - DYNAMODB_ENDPOINT=http://HOST:PORT of a DynamoDB-compatible server, or DYNAMODB_ENDPOINT=aws`
