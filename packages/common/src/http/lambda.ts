import awsLambdaFastify, { type LambdaResponse } from '@fastify/aws-lambda'
import type { FastifyInstance } from 'fastify'

/** What an HTTP API of API Gateway sends for a request (payload format 2.0), as far as it matters here. */
export type HttpApiEvent = {
  readonly version: '2.0'
  readonly rawPath: string
  readonly rawQueryString: string
  readonly queryStringParameters?: Record<string, string>
  readonly cookies?: string[]
  readonly headers: Record<string, string>
  readonly body?: string
  readonly isBase64Encoded: boolean
  readonly requestContext: {
    readonly stage: string
    readonly http: { readonly method: string; readonly path: string; readonly sourceIp: string }
  }
}

/** A comma in a parameter is a comma; answers are whole texts. */
const OPTIONS = {
  decorateRequest: false,
  parseCommaSeparatedQueryParams: false,
  payloadAsStream: false,
} as const

export type LambdaContext = { readonly awsRequestId: string }

export type LambdaHandler = (event: HttpApiEvent, context: LambdaContext) => Promise<LambdaResponse>

/**
 * Serves an app as a Lambda function behind an HTTP API.
 *
 * A function stands still between requests, so nothing it does in the background can be relied on:
 * `beforeEach` brings up to date what a process keeps up to date by itself. Lines of the log bear the id
 * under which CloudWatch has the invocation.
 */
export const lambdaHandlerOf = (
  app: FastifyInstance,
  beforeEach: () => Promise<void> = async () => {},
): LambdaHandler => {
  const proxy = awsLambdaFastify(app, OPTIONS)
  return async (event, context) => {
    await beforeEach()
    return await proxy(asSeenByApiGateway(event, context), context)
  }
}

/**
 * Who asks and how is what API Gateway says, not what the client says of itself: the address it saw takes
 * the place of the forwarded ones, and it takes TLS alone.
 */
const asSeenByApiGateway = (event: HttpApiEvent, { awsRequestId }: LambdaContext) => {
  const { sourceIp, ...http } = event.requestContext.http
  return {
    ...event,
    headers: {
      ...event.headers,
      'x-request-id': awsRequestId,
      'x-forwarded-for': sourceIp,
      'x-forwarded-proto': 'https',
    },
    // Without an address of its own the request counts as coming from this machine, which is trusted.
    requestContext: { ...event.requestContext, http },
  }
}
