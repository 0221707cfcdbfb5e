import {
  createServer,
  request as forwardRequest,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http'

import { DEMO_DELETIONS, TABLE_ACCESS, type TableAction } from '@cnop/common/dynamodb/table-access'
import { z } from 'zod'

export type TableAccessProxy = {
  readonly url: string
  /** What services were refused: `order-service UpdateItem users`. */
  readonly refused: () => string[]
  readonly close: () => Promise<void>
}

/**
 * Stands before the engine and refuses what the policies of AWS would refuse: an act on a table that
 * `TABLE_ACCESS` does not give to the service that signed it. Whoever signs with another name may do all.
 */
export const startTableAccessProxy = async (
  engineUrl: string,
  prefix: string,
): Promise<TableAccessProxy> => {
  const refused = new Set<string>()
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const body = Buffer.concat(chunks)
      const missing = missingPermissions(request, body, prefix)
      for (const each of missing) refused.add(each)
      if (missing.length > 0) refuse(response, missing)
      else forward({ engineUrl, request, response, body })
    })
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return {
    url: `http://127.0.0.1:${address.port}`,
    refused: () => [...refused].toSorted(),
    close: async () => {
      server.closeAllConnections()
      await new Promise((closed) => server.close(closed))
    },
  }
}

const missingPermissions = (request: IncomingMessage, body: Buffer, prefix: string): string[] => {
  const service = signerOf(request)
  if (service === undefined) return []
  const operation = String(request.headers['x-amz-target']).split('.').at(-1) ?? ''
  return actsIn(operation, JSON.parse(body.toString()))
    .map((act) => ({ ...act, table: act.table.replace(prefix, '') }))
    .filter((act) => !isAllowed(service, act))
    .map(({ table, action }) => `${service} ${action} ${table}`)
}

const SERVICES = ['gateway', 'inventory-service', 'order-service', 'user-service'] as const
type Service = (typeof SERVICES)[number]

const signerOf = (request: IncomingMessage): Service | undefined => {
  const signer = /Credential=([^/]+)\//.exec(request.headers.authorization ?? '')?.[1]
  return SERVICES.find((service) => service === signer)
}

type Act = {
  readonly table: string
  readonly action: string
  /** Of a deletion. */
  readonly partition?: string | undefined
}

const isAllowed = (service: Service, { table, action, partition }: Act): boolean => {
  const allowed: readonly TableAction[] = TABLE_ACCESS[table]?.[service] ?? []
  if (allowed.some((each) => each === action)) return true
  const { service: sweeper, tables } = DEMO_DELETIONS
  const deletesDemo = action === 'DeleteItem' && service === sweeper && DEMO.test(partition ?? '')
  return deletesDemo && tables.some((each) => each === table)
}

const DEMO = new RegExp(`^${DEMO_DELETIONS.partitions.replaceAll('?', '.')}$`)

const OnTable = z.object({
  TableName: z.string(),
  Key: z
    .object({ pk: z.object({ S: z.string() }) })
    .optional()
    .catch(undefined),
})
const Transaction = z.object({
  TransactItems: z.array(z.record(z.string(), OnTable)),
})
const Batch = z.object({ RequestItems: z.record(z.string(), z.unknown()) })

/** What IAM asks permission for. */
const actsIn = (operation: string, body: unknown): Act[] => {
  if (operation === 'TransactWriteItems' || operation === 'TransactGetItems')
    return Transaction.parse(body).TransactItems.flatMap((item) =>
      Object.entries(item).map(([kind, { TableName, Key }]) => ({
        table: TableName,
        partition: Key?.pk.S,
        action: kind === 'ConditionCheck' ? 'ConditionCheckItem' : `${kind}Item`,
      })),
    )
  if (operation.startsWith('Batch'))
    return Object.keys(Batch.parse(body).RequestItems).map((table) => ({
      table,
      action: operation,
    }))
  const { TableName, Key } = OnTable.parse(body)
  return [{ table: TableName, action: operation, partition: Key?.pk.S }]
}

const refuse = (response: ServerResponse, missing: string[]): void => {
  response.writeHead(400, { 'content-type': 'application/x-amz-json-1.0' })
  response.end(
    JSON.stringify({
      __type: 'com.amazon.coral.service#AccessDeniedException',
      Message: `not authorized to perform: ${missing.join(', ')}`,
    }),
  )
}

type Call = {
  readonly engineUrl: string
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly body: Buffer
}

const forward = ({ engineUrl, request, response, body }: Call): void => {
  const { host: _host, ...headers } = request.headers
  const forwarded = forwardRequest(engineUrl, { method: 'POST', headers }, (engine) => {
    response.writeHead(engine.statusCode ?? 500, engine.headers)
    engine.pipe(response)
  })
  forwarded.on('error', () => response.destroy())
  forwarded.end(body)
}
