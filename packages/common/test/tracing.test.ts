import { createServer, type Server } from 'node:http'

import { GetCommand } from '@aws-sdk/lib-dynamodb'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'

import { createApp } from '../src/http/create-app.ts'
import { testDatabase } from '../src/testing/test-database.ts'
import { startTracing } from '../src/tracing/start-tracing.ts'

const Span = z.object({
  traceId: z.string(),
  spanId: z.string(),
  parentSpanId: z.string().optional(),
  name: z.string(),
})
const Export = z.object({
  resourceSpans: z.array(z.object({ scopeSpans: z.array(z.object({ spans: z.array(Span) })) })),
})

const CALLER = { trace: '0af7651916cd43dd8448eb211c80319c', span: 'b7ad6b7169203331' }

let collector: Server
let url: string
const spans: z.infer<typeof Span>[] = []

beforeAll(async () => {
  collector = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const sent = Export.parse(JSON.parse(Buffer.concat(chunks).toString()))
      for (const { scopeSpans } of sent.resourceSpans)
        spans.push(...scopeSpans.flatMap((scope) => scope.spans))
      response.setHeader('content-type', 'application/json')
      response.end('{}')
    })
  })
  await new Promise<void>((ready) => collector.listen(0, '127.0.0.1', ready))
  const address = collector.address()
  url = typeof address === 'object' ? `http://127.0.0.1:${address?.port}` : ''
})
afterAll(() => collector.close())

it('a request is a span below its caller, named by its template, with what it asks of the database', async () => {
  const tracing = await startTracing('test', url)
  const { documents, tableName, close } = await testDatabase()
  const { app } = createApp({ service: 'test', version: '1', logLevel: 'silent', checks: {} })
  app.get('/things/:id', { config: { access: 'public' } }, async () => {
    await documents.send(
      new GetCommand({ TableName: tableName('ledger'), Key: { pk: 'none', sk: 'none' } }),
    )
    return {}
  })
  await app.inject({
    method: 'GET',
    url: '/things/42',
    headers: { traceparent: `00-${CALLER.trace}-${CALLER.span}-01` },
  })
  await app.close()
  close()
  await tracing.stop()
  const ours = spans.filter(({ traceId }) => traceId === CALLER.trace)
  const request = ours.find(({ name }) => name === 'GET /things/:id')
  expect(request?.parentSpanId).toBe(CALLER.span)
  const database = ours.find(({ name }) => name === 'DynamoDB GetItem')
  expect(database?.parentSpanId).toBe(request?.spanId)
})
