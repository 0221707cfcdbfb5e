/** What administrators do. Served by user-service. */
import { z } from 'zod'

import { Username } from './accounts.ts'
import { withToken, type Endpoint } from './endpoint.ts'
import { problems } from './errors.ts'
import { periodQuery } from './period.ts'
import { SecurityEventName, SecurityEventPage } from './security-events.ts'
import { pageQuery } from './wire.ts'

const tags = ['Administration']

export const listSecurityEvents = {
  method: 'GET',
  url: '/admin/audit',
  config: { access: 'admin', limit: 'reads' },
  schema: {
    operationId: 'listSecurityEvents',
    summary: 'Security events of all accounts, newest first',
    description:
      'Kept for a year. A page of a narrow selection may be short or empty with more to come: go on while has_more.',
    tags,
    ...withToken,
    querystring: z.strictObject({
      username: Username.optional(),
      event: SecurityEventName.optional(),
      ...periodQuery,
      ...pageQuery,
    }),
    response: { 200: SecurityEventPage, ...problems(401, 403, 422, 503) },
  },
} as const satisfies Endpoint

export const adminEndpoints: Endpoint[] = [listSecurityEvents]
