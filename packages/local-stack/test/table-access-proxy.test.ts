import { createServer } from 'node:http'

import { afterAll, expect, it } from 'vitest'

import { startTableAccessProxy } from '../src/testing/table-access-proxy.ts'

/** Stands where the engine is, and answers all that reaches it. */
const engine = createServer((_request, response) => response.end('{}'))
await new Promise<void>((ready) => engine.listen(0, '127.0.0.1', ready))
const address = engine.address()
if (address === null || typeof address === 'string') throw new Error('no port')
const proxy = await startTableAccessProxy(`http://127.0.0.1:${address.port}`, 'dev_')
afterAll(async () => {
  await proxy.close()
  engine.close()
})

const send = async (signer: string, operation: string, body: object) => {
  const answer = await fetch(proxy.url, {
    method: 'POST',
    headers: {
      'x-amz-target': `DynamoDB_20120810.${operation}`,
      authorization: `AWS4-HMAC-SHA256 Credential=${signer}/20261124/us-east-1/dynamodb/aws4_request`,
    },
    body: JSON.stringify(body),
  })
  return { status: answer.status, text: await answer.text() }
}

it('lets a service do with a table what it may', async () => {
  const { status } = await send('order-service', 'Query', { TableName: 'dev_ledger' })
  expect(status).toBe(200)
})

it('refuses what it may not, as AWS does, and remembers it', async () => {
  const { status, text } = await send('order-service', 'GetItem', { TableName: 'dev_users' })
  expect([status, text]).toEqual([400, expect.stringContaining('AccessDeniedException')])
  expect(proxy.refused()).toContain('order-service GetItem users')
})

it('asks for the permission of each item of a transaction', async () => {
  const TransactItems = [
    { Put: { TableName: 'dev_ledger' } },
    { Delete: { TableName: 'dev_ledger' } },
  ]
  const { text } = await send('user-service', 'TransactWriteItems', { TransactItems })
  expect(text).toContain('user-service DeleteItem ledger')
  expect(text).not.toContain('PutItem')
})

it('does not stand in the way of anyone else', async () => {
  const { status } = await send('local', 'CreateTable', { TableName: 'dev_users' })
  expect(status).toBe(200)
})
