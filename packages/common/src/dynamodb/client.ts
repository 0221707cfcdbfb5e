import { DynamoDBClient, DynamoDBServiceException } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { AppError } from '@cnop/contracts/errors'
import { UndiciHttpHandler } from '@smithy/undici-http-handler'
import { Agent } from 'undici'

import { traced } from '../tracing/traced.ts'
import type { DynamoDbSettings } from './config.ts'
import { addConsumption } from './consumption.ts'
import { omitRequestToken } from './omit-request-token.ts'
import { readSignal } from './read-signal.ts'

/**
 * One request gets a second, one call two attempts. The SDK's own defaults are no timeout at all and
 * four attempts.
 */
const REQUEST_TIMEOUT_MS = 1_000
const CONNECTION_TIMEOUT_MS = 500
const MAX_ATTEMPTS = 2
const MAX_SOCKETS = 128

export type Database = {
  readonly documents: DynamoDBDocumentClient
  /** Full name of a table in this environment. */
  readonly tableName: (name: string) => string
  readonly close: () => void
}

/**
 * The client every store goes through. Numbers come back as decimal texts (`NumberValue`), never as
 * JavaScript numbers. When the engine cannot be reached, is throttling or fails, a call throws
 * `AppError('TRY_AGAIN')`; refusals of a condition pass through for the caller to read.
 */
export const connectDatabase = async (settings: DynamoDbSettings): Promise<Database> => {
  const local = settings.DYNAMODB_ENDPOINT !== '' && settings.DYNAMODB_ENDPOINT !== 'aws'
  const credentials = await assumedRole(settings)
  const client = new DynamoDBClient({
    region: settings.DYNAMODB_REGION,
    ...(local ? { endpoint: settings.DYNAMODB_ENDPOINT } : {}),
    ...(credentials === undefined ? {} : { credentials }),
    maxAttempts: MAX_ATTEMPTS,
    requestHandler: requestHandler(),
  })
  omitRequestToken(client)
  client.middlewareStack.add(
    (next) => async (args) => {
      const reading = readSignal()
      try {
        return await next(args)
      } catch (error) {
        if (reading?.aborted === true) throw reading.reason
        throw isOutage(error) ? outage(error) : error
      }
    },
    { step: 'initialize', name: 'outageAsAppError' },
  )
  client.middlewareStack.add(
    (next, context) => async (args) => {
      const name = context.commandName ?? ''
      if (!DATA_COMMANDS.test(name)) return await next(args)
      const result = await next({
        ...args,
        input: { ...args.input, ReturnConsumedCapacity: 'TOTAL' },
      })
      if ('ConsumedCapacity' in result.output)
        addConsumption(WRITE_COMMANDS.test(name) ? 'write' : 'read', result.output.ConsumedCapacity)
      return result
    },
    { step: 'initialize', name: 'countConsumption' },
  )
  client.middlewareStack.add(
    (next, { commandName = 'command' }) =>
      async (args) =>
        await traced(`DynamoDB ${commandName.replace('Command', '')}`, () => next(args)),
    { step: 'initialize', name: 'trace', priority: 'high' },
  )
  const documents = DynamoDBDocumentClient.from(client, {
    marshallOptions: { removeUndefinedValues: true },
    unmarshallOptions: { wrapNumbers: true },
  })
  return {
    documents,
    tableName: (name) => `${settings.DYNAMODB_TABLE_PREFIX}${name}`,
    close: () => documents.destroy(),
  }
}

/** undici's own time-outs are coarse and do not count the wait for a socket: a signal does, from the start. */
const requestHandler = () => {
  const handler = new UndiciHttpHandler({
    dispatcher: new Agent({
      connections: MAX_SOCKETS,
      connect: { timeout: CONNECTION_TIMEOUT_MS },
    }),
  })
  const send = handler.handle.bind(handler)
  handler.handle = async (request, options = {}) => {
    const deadline = AbortSignal.timeout(REQUEST_TIMEOUT_MS)
    const { abortSignal } = options
    const target = request.headers['x-amz-target'] ?? ''
    const ends = [abortSignal, READS.test(target) ? readSignal() : undefined]
    const signals = [deadline, ...ends.filter((each) => each instanceof AbortSignal)]
    return await send(request, { ...options, abortSignal: AbortSignal.any(signals) })
  }
  return handler
}

/** Those that read or write items, and can say what that cost. */
const DATA_COMMANDS =
  /^(GetItem|BatchGetItem|Query|Scan|PutItem|UpdateItem|DeleteItem|TransactGetItems|TransactWriteItems)/
/** As requests name them: reads alone may be broken off. */
const READS = /\.(GetItem|BatchGetItem|Query|Scan|TransactGetItems)$/
const WRITE_COMMANDS = /^(PutItem|UpdateItem|DeleteItem|TransactWriteItems)/

/** In a pod with a web identity the SDK assumes AWS_ROLE_ARN by itself; elsewhere STS is asked here. */
const assumedRole = async (settings: DynamoDbSettings) => {
  if (settings.AWS_ROLE_ARN === '' || settings.AWS_WEB_IDENTITY_TOKEN_FILE !== '') return undefined
  const { fromTemporaryCredentials } = await import('@aws-sdk/credential-providers')
  return fromTemporaryCredentials({
    params: { RoleArn: settings.AWS_ROLE_ARN, RoleSessionName: 'order-processor' },
    clientConfig: { region: settings.DYNAMODB_REGION },
  })
}

const OUTAGES = new Set([
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'ThrottlingException',
  'TransactionConflictException',
  'TransactionInProgressException',
])

/** Everything that is not an answer about the data: no connection, no time, 5xx, throttled. */
const isOutage = (error: unknown): boolean => {
  if (!(error instanceof DynamoDBServiceException)) return isNetworkError(error)
  return OUTAGES.has(error.name) || (error.$response?.statusCode ?? 500) >= 500
}

/** The system's codes and undici's, but for those that say that we asked in a wrong way (`ERR_INVALID_ARG_TYPE`). */
const NETWORK_CODE = /^(?!ERR_|UND_ERR_INVALID_ARG)[A-Z_]+$/

const isNetworkError = (error: unknown): boolean =>
  error instanceof Error &&
  (error.name === 'TimeoutError' ||
    error.name === 'AbortError' ||
    error.name === 'AggregateError' ||
    ('code' in error && typeof error.code === 'string' && NETWORK_CODE.test(error.code)))

const outage = (cause: unknown): AppError =>
  new AppError('TRY_AGAIN', 'The database did not answer. Please try again in a moment.', {
    retryAfterSeconds: 1,
    cause,
  })
