import { callerOf } from '@cnop/common/http/authenticate'
import type { App } from '@cnop/common/http/create-app'
import { UlidPosition, decodeCursor, encodeCursor } from '@cnop/common/http/cursor'
import type { EventPage, SecurityEventStore } from '@cnop/common/security/security-event-store'
import { listSecurityEvents } from '@cnop/contracts/admin'
import { periodOf } from '@cnop/contracts/period'
import { listOwnSecurityEvents } from '@cnop/contracts/security-events'
import { z } from 'zod'

import type { UserStore } from '#src/domain/user'
import { administratorOf } from '#src/routes/administrator'

const DEFAULT_PAGE = 50

/** `own events`, or `all events` for administrators. */
const eventCursor = (list: 'own events' | 'all events') =>
  z.strictObject({ list: z.literal(list), before: UlidPosition })

const OwnCursor = eventCursor('own events')
const AllCursor = eventCursor('all events')

export const securityEventRoutes = (
  app: App,
  { events, users }: { readonly events: SecurityEventStore; readonly users: UserStore },
): void => {
  app.route({
    ...listOwnSecurityEvents,
    handler: async (request, reply) => {
      const { limit = DEFAULT_PAGE, cursor } = request.query
      const page = await events.list({
        username: callerOf(request).username,
        period: periodOf({}),
        limit,
        before: decodeCursor(OwnCursor, cursor)?.before,
      })
      return reply.send(answer(page, 'own events'))
    },
  })

  app.route({
    ...listSecurityEvents,
    handler: async (request, reply) => {
      await administratorOf(request, { users })
      const { limit = DEFAULT_PAGE, cursor, username, event, ...period } = request.query
      const page = await events.list({
        username,
        event,
        period: periodOf(period),
        limit,
        before: decodeCursor(AllCursor, cursor)?.before,
      })
      return reply.send(answer(page, 'all events'))
    },
  })
}

const answer = ({ events, next }: EventPage, list: 'own events' | 'all events') => ({
  events,
  next_cursor: next === undefined ? null : encodeCursor({ list, before: next }),
  has_more: next !== undefined,
})
