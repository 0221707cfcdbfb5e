import { LAMBDA_CONTEXT, httpApiEvent } from '@cnop/common/testing/http-api-event'
import { testDatabase } from '@cnop/common/testing/test-database'
import { TEST_TOKEN_SETTINGS } from '@cnop/common/testing/test-tokens'
import { AssetPage } from '@cnop/contracts/inventory'
import { expect, inject, it } from 'vitest'

// A function reads its settings as it is loaded, as in the cloud.
const database = await testDatabase()
Object.assign(process.env, {
  DYNAMODB_ENDPOINT: inject('dynamodbEndpoint'),
  DYNAMODB_TABLE_PREFIX: database.tableName(''),
  JWT_SECRET_KEY: TEST_TOKEN_SETTINGS.JWT_SECRET_KEY,
  LOG_LEVEL: 'silent',
})

const { handler } = await import('#src/lambda/main')

it('answers a request of an HTTP API with the prices of the moment', async () => {
  const before = Date.now()
  const event = httpApiEvent({
    method: 'GET',
    path: '/inventory/assets',
    query: 'search=btc&limit=2',
  })
  const answer = await handler(event, LAMBDA_CONTEXT)
  expect(answer).toMatchObject({
    statusCode: 200,
    isBase64Encoded: false,
    headers: {
      'content-type': expect.stringMatching(/^application\/json/),
      'x-request-id': LAMBDA_CONTEXT.awsRequestId,
    },
  })
  const { assets } = AssetPage.parse(JSON.parse(answer.body))
  expect(assets.map(({ asset_id }) => asset_id)).toContain('BTC')
  const updated = Math.max(...assets.map(({ price_updated_at }) => Date.parse(price_updated_at)))
  expect(updated).toBeGreaterThan(before - 2_000)
})

it('takes a comma in a parameter for a comma', async () => {
  const event = httpApiEvent({ method: 'GET', path: '/inventory/assets', query: 'search=a%2Cb' })
  expect((await handler(event, LAMBDA_CONTEXT)).statusCode).toBe(200)
})

it('answers what it does not have with a problem', async () => {
  const event = httpApiEvent({ method: 'GET', path: '/inventory/assets/NOPE' })
  const answer = await handler(event, LAMBDA_CONTEXT)
  expect(answer.statusCode).toBe(404)
  expect(JSON.parse(answer.body)).toMatchObject({ code: 'ASSET_NOT_FOUND' })
})
