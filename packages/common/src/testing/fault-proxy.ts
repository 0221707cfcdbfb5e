import {
  createServer,
  request as forwardRequest,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http'

import { z } from 'zod'

/** What happens to one request to the database. */
export type Fault =
  | 'none'
  /** Refused before anything happens, in the ways the real service refuses. */
  | 'conflict'
  /**
   * A conflict beside a condition that looks refused, for it sees half of another's transaction. Of one
   * item, the conflict alone.
   */
  | 'half-seen'
  | 'throttled'
  | 'error'
  /** A batch is answered, and all of it is left over for lack of capacity. */
  | 'left-over'
  /** It happens, but the answer never comes. */
  | 'lost-answer'
  /** Nothing happens and nothing is said. */
  | 'hang'
  /** It arrives twice; the second answer is the one that is seen. */
  | 'twice'

/** Chooses the fault for a request by its operation (`TransactWriteItems`) and its body (JSON). */
type FaultPlan = (operation: string, body: string) => Fault

export type FaultProxy = {
  readonly url: string
  readonly plan: (next: FaultPlan) => void
  /**
   * From now on the clock of the database is ahead by so much. As at AWS, what is signed more than five minutes
   * from it is refused, and answers tell its time. Returns how many were refused.
   */
  readonly setClock: (aheadMs: number) => () => number
  readonly close: () => Promise<void>
}

const NO_FAULTS: FaultPlan = () => 'none'
const SIGNATURE_LASTS_MS = 300_000
const TYPE = 'com.amazonaws.dynamodb.v20120810#'

/**
 * Stands between a service and the engine and does what networks and the real DynamoDB do and the
 * embedded engine never does: conflicts, throttling, failures, answers lost after the effect.
 */
export const startFaultProxy = async (engineUrl: string): Promise<FaultProxy> => {
  let plan = NO_FAULTS
  let aheadMs: number | undefined
  let refused = 0
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const call = { engineUrl, request, response, body: Buffer.concat(chunks) }
      if (aheadMs !== undefined) {
        const now = Date.now() + aheadMs
        response.setHeader('date', new Date(now).toUTCString())
        if (Math.abs(now - signedAt(request)) > SIGNATURE_LASTS_MS) {
          refused += 1
          answer(call, 400, { __type: `${TYPE}InvalidSignatureException` })
          return
        }
      }
      const operation = String(request.headers['x-amz-target']).split('.').at(-1) ?? ''
      void act(plan(operation, call.body.toString()), call)
    })
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return {
    url: `http://127.0.0.1:${address.port}`,
    plan: (next) => {
      plan = next
    },
    setClock: (next) => {
      aheadMs = next
      refused = 0
      return () => refused
    },
    close: async () => {
      server.closeAllConnections()
      await new Promise((closed) => server.close(closed))
    },
  }
}

type Call = {
  readonly engineUrl: string
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly body: Buffer
}

/** By the clock of who signed it: `20261124T190000Z`. */
const signedAt = ({ headers }: IncomingMessage): number =>
  Date.parse(
    String(headers['x-amz-date']).replace(
      /^(....)(..)(..)T(..)(..)(..)Z$/,
      '$1-$2-$3T$4:$5:$6.000Z',
    ),
  )

const act = async (fault: Fault, call: Call): Promise<void> => {
  if (fault === 'hang') return
  if (fault === 'conflict') return cancel(call, 'TransactionConflict')
  if (fault === 'half-seen')
    return itemsIn(call) > 1
      ? cancel(call, 'ConditionalCheckFailed', 'TransactionConflict')
      : cancel(call, 'TransactionConflict')
  if (fault === 'throttled') return cancel(call, 'ThrottlingError')
  if (fault === 'error') return answer(call, 500, { __type: `${TYPE}InternalServerError` })
  if (fault === 'left-over') return leaveOver(call)
  const first = await toEngine(call)
  if (fault === 'lost-answer') {
    call.response.destroy()
    return
  }
  const { status, headers, body } = fault === 'twice' ? await toEngine(call) : first
  const { date: _date, ...others } = headers
  call.response.writeHead(status, call.response.hasHeader('date') ? others : headers)
  call.response.end(body)
}

const itemsIn = ({ body }: Call): number =>
  (body.toString().match(/"(Put|Update|Delete|ConditionCheck)":/g) ?? []).length

/** The real service names a reason for every item of a cancelled transaction. */
const cancel = (call: Call, ...first: string[]): void => {
  const reasons = Array.from({ length: itemsIn(call) }, (_, index) => ({
    Code: first[index] ?? 'None',
  }))
  answer(call, 400, {
    __type: `${TYPE}TransactionCanceledException`,
    Message: `Transaction cancelled [${first.join(', ')}]`,
    CancellationReasons: reasons,
  })
}

const leaveOver = (call: Call): void => {
  const { RequestItems } = z
    .object({ RequestItems: z.record(z.string(), z.unknown()) })
    .parse(JSON.parse(call.body.toString()))
  const isRead = String(call.request.headers['x-amz-target']).endsWith('BatchGetItem')
  const left = { [isRead ? 'UnprocessedKeys' : 'UnprocessedItems']: RequestItems }
  answer(call, 200, isRead ? { Responses: {}, ...left } : left)
}

const answer = ({ response }: Call, status: number, body: object): void => {
  response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' })
  response.end(JSON.stringify(body))
}

type EngineAnswer = {
  readonly status: number
  readonly headers: IncomingMessage['headers']
  readonly body: Buffer
}

const toEngine = ({ engineUrl, request, body }: Call): Promise<EngineAnswer> =>
  new Promise((resolve, reject) => {
    const { host: _host, ...headers } = request.headers
    const forwarded = forwardRequest(engineUrl, { method: 'POST', headers }, (engine) => {
      const chunks: Buffer[] = []
      engine.on('data', (chunk: Buffer) => chunks.push(chunk))
      engine.on('end', () =>
        resolve({
          status: engine.statusCode ?? 500,
          headers: engine.headers,
          body: Buffer.concat(chunks),
        }),
      )
    })
    forwarded.on('error', reject)
    forwarded.end(body)
  })
