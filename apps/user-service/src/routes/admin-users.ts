import type { App } from '@cnop/common/http/create-app'
import { decodeCursor, encodeCursor } from '@cnop/common/http/cursor'
import { readCash } from '@cnop/common/ledger/holdings'
import type { Ledger } from '@cnop/common/ledger/ledger'
import { Username } from '@cnop/contracts/accounts'
import {
  changeUserStatus,
  getUser,
  listUsers,
  resetTwoFactor as resetEndpoint,
} from '@cnop/contracts/admin'
import { printCash } from '@cnop/money/text'
import { z } from 'zod'

import { reactivateUser, suspendUser } from '#src/domain/suspend-user'
import { resetTwoFactor } from '#src/domain/two-factor'
import { findUser } from '#src/domain/user'
import type { AccountDeps } from '#src/routes/account-deps'
import { administratorOf } from '#src/routes/administrator'
import { adminUser } from '#src/routes/public-user'
import { tellUserReactivated, tellUserSuspended } from '#src/routes/tell-gateway'

const DEFAULT_PAGE = 50

const NameCursor = z.strictObject({ list: z.literal('users'), after: Username })

export const adminUserRoutes = (
  app: App,
  deps: AccountDeps & { readonly ledger: Ledger },
): void => {
  app.route({
    ...listUsers,
    handler: async (request, reply) => {
      await administratorOf(request, deps)
      const { search = '', limit = DEFAULT_PAGE, cursor } = request.query
      if (search.includes('@')) {
        const user = await deps.users.findByEmail(search)
        const users = user === undefined ? [] : [adminUser(user)]
        return reply.send({ users, next_cursor: null, has_more: false })
      }
      const after = decodeCursor(NameCursor, cursor)?.after
      const found = await deps.users.list({ prefix: search, after, limit: limit + 1 })
      const users = found.slice(0, limit).map(adminUser)
      const last = found.length > limit ? users.at(-1) : undefined
      return reply.send({
        users,
        next_cursor:
          last === undefined ? null : encodeCursor({ list: 'users', after: last.username }),
        has_more: last !== undefined,
      })
    },
  })

  app.route({
    ...getUser,
    handler: async (request, reply) => {
      await administratorOf(request, deps)
      const user = await findUser(deps.users, request.params.username)
      const { available, held } = await readCash(deps.ledger, user.username)
      return reply.send({
        user: adminUser(user),
        balance: { available: printCash(available), held: printCash(held) },
      })
    },
  })

  statusRoute(app, deps)
  twoFactorResetRoute(app, deps)
}

const statusRoute = (app: App, deps: AccountDeps): void => {
  app.route({
    ...changeUserStatus,
    handler: async (request, reply) => {
      const actor = await administratorOf(request, deps)
      const { username } = request.params
      const { status, reason } = request.body
      if (status === 'suspended') {
        const ended = await suspendUser(deps, username, actor)
        tellUserSuspended(reply, username, ended)
      } else {
        await reactivateUser(deps, username)
        tellUserReactivated(reply, username)
      }
      const event = status === 'suspended' ? 'user_suspended' : 'user_reactivated'
      await deps.recordEvent(request, event, username, { actor, details: { reason } })
      return reply.send(adminUser(await findUser(deps.users, username)))
    },
  })
}

const twoFactorResetRoute = (app: App, deps: AccountDeps): void => {
  app.route({
    ...resetEndpoint,
    handler: async (request, reply) => {
      const actor = await administratorOf(request, deps)
      const { reason } = request.body
      const { username } = request.params
      await resetTwoFactor(deps, await findUser(deps.users, username), actor)
      const details = { reason }
      await deps.recordEvent(request, 'two_factor_disabled', username, { actor, details })
      return reply.send(adminUser(await findUser(deps.users, username)))
    },
  })
}
