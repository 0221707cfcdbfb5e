import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'

const REQUEST_TOKEN = /,"ClientRequestToken":"[^"]*"|"ClientRequestToken":"[^"]*",/

/**
 * Removes the `ClientRequestToken` that the SDK adds to every transaction, before the request is signed.
 *
 * Transactions here are safe to apply twice by their own conditions (see `transact`), for good and not for ten minutes
 * as with a token. The embedded engine walks all tokens of the last ten minutes for each transaction that bears one,
 * so that orders would slow down as orders are placed.
 */
export const omitRequestToken = (client: DynamoDBClient): void => {
  client.middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        if (commandName === 'TransactWriteItemsCommand') removeToken(args.request)
        return await next(args)
      },
    // After the serializer.
    { step: 'serialize', priority: 'low', name: 'omitRequestToken' },
  )
}

const removeToken = (request: unknown): void => {
  if (typeof request !== 'object' || request === null || !('body' in request)) return
  if (request.body instanceof Uint8Array)
    request.body = Buffer.from(new TextDecoder().decode(request.body).replace(REQUEST_TOKEN, ''))
}
