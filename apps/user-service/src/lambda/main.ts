/** user-service as a Lambda function: the same app as in main.ts, without Redis and without a port. */
import { lambdaHandlerOf } from '@cnop/common/http/lambda'

import { assemble } from '#src/assemble'
import { readUserServiceSettings } from '#src/config'

const { app, following } = await assemble(readUserServiceSettings(process.env), undefined)

export const handler = lambdaHandlerOf(app, following.catchUp)
