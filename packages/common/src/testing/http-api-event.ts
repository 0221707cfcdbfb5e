import type { HttpApiEvent, LambdaContext } from '../http/lambda.ts'

type Request = {
  readonly method: string
  readonly path: string
  readonly query?: string
  readonly headers?: Record<string, string>
  readonly cookies?: string[]
  readonly body?: object
}

export const LAMBDA_CONTEXT: LambdaContext = {
  awsRequestId: '8476a536-e9f4-11e8-9739-2dfe598c3fcd',
}

/** A request as an HTTP API of API Gateway hands it over, with everything that comes along. */
export const httpApiEvent = ({
  method,
  path,
  query = '',
  headers = {},
  cookies,
  body,
}: Request): HttpApiEvent => {
  const parameters = Object.fromEntries(new URLSearchParams(query))
  const event = {
    version: '2.0' as const,
    routeKey: '$default',
    rawPath: path,
    rawQueryString: query,
    ...(query === '' ? {} : { queryStringParameters: parameters }),
    ...(cookies === undefined ? {} : { cookies }),
    headers: {
      accept: '*/*',
      'content-length': '0',
      host: 'a1b2c3d4e5.execute-api.us-east-1.amazonaws.com',
      'user-agent': 'curl/8.5.0',
      'x-amzn-trace-id': 'Root=1-6743f2a1-2d1f0c5b6e7a8b9c0d1e2f3a',
      'x-forwarded-for': '203.0.113.7',
      'x-forwarded-port': '443',
      'x-forwarded-proto': 'https',
      ...headers,
    },
    requestContext: {
      accountId: '123456789012',
      apiId: 'a1b2c3d4e5',
      domainName: 'a1b2c3d4e5.execute-api.us-east-1.amazonaws.com',
      domainPrefix: 'a1b2c3d4e5',
      http: {
        method,
        path,
        protocol: 'HTTP/1.1',
        sourceIp: '203.0.113.7',
        userAgent: 'curl/8.5.0',
      },
      requestId: 'JKJaXmPLvHcESHA=',
      routeKey: '$default',
      stage: '$default',
      time: '24/Nov/2026:12:00:00 +0000',
      timeEpoch: 1_795_521_600_000,
    },
    isBase64Encoded: body !== undefined,
  }
  if (body === undefined) return event
  const json = Buffer.from(JSON.stringify(body))
  return {
    ...event,
    headers: {
      ...event.headers,
      'content-type': 'application/json',
      'content-length': String(json.length),
    },
    body: json.toString('base64'),
  }
}
