/**
 * inventory-service as a Lambda function. As a request comes it takes over what the replicas share, halts and
 * the prices of the real market, and works out those of the moment; it does not ask the real market itself.
 */
import { lambdaHandlerOf } from '@cnop/common/http/lambda'

import { assemble } from '#src/assemble'
import { readInventoryServiceSettings } from '#src/config'
import { dynamoControl } from '#src/store/control'
import { dynamoSharedPrices } from '#src/store/shared-prices'

const settings = readInventoryServiceSettings(process.env)
const { app, database, feed, halts, market, following } = await assemble(settings)
const control = dynamoControl(database)
const shared = dynamoSharedPrices(database)
let version: string | undefined

const takeOver = async (): Promise<void> => {
  try {
    const { changes } = halts
    const seen = await control.read()
    halts.replace(seen.halts, changes)
    if (seen.version === version || settings.PRICE_SOURCE !== 'auto') return
    const news = await shared.read()
    if (news !== undefined) feed.take(news)
    version = seen.version
  } catch (error) {
    app.log.warn({ err: error }, 'what the replicas share cannot be read')
  }
}

export const handler = lambdaHandlerOf(app, async () => {
  await Promise.all([following.catchUp(), takeOver()])
  market.refresh()
})
