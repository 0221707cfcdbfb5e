import type { App } from '@cnop/common/http/create-app'
import { adjustCash } from '@cnop/common/ledger/adjust-cash'
import type { Ledger } from '@cnop/common/ledger/ledger'
import { adjustBalance } from '@cnop/contracts/admin'
import { OwnAccount } from '@cnop/contracts/domain-errors'
import { decimalText } from '@cnop/contracts/wire'
import { parseCash, printCash } from '@cnop/money/text'

import { findUser } from '#src/domain/user'
import type { AccountDeps } from '#src/routes/account-deps'
import { administratorOf } from '#src/routes/administrator'

export const adjustmentRoute = (
  app: App,
  deps: AccountDeps & { readonly ledger: Ledger },
): void => {
  app.route({
    ...adjustBalance,
    handler: async (request, reply) => {
      const actor = await administratorOf(request, deps)
      const { username } = await findUser(deps.users, request.params.username)
      if (username === actor)
        throw new OwnAccount('You cannot adjust your own balance: another administrator has to.')
      const { entry, replayed } = await adjustCash(deps.ledger, {
        username,
        amount: parseCash(decimalText(request.body.amount)),
        reason: request.body.reason,
        madeBy: actor,
        clientKey: request.headers['idempotency-key'],
      })
      const amount = printCash(entry.amount)
      const { transaction_id, reason = '', created_at } = entry
      if (replayed) reply.header('idempotent-replayed', 'true')
      // On a replay too: whoever moved the money may have ended before it was recorded.
      await deps.recordEvent(request, 'balance_adjusted', username, {
        actor,
        details: { amount, reason, transaction_id },
        act: { event_id: transaction_id, created_at },
      })
      return reply.code(201).send({
        success: true,
        message: `Adjusted the balance of ${username} by ${amount} USD.`,
        transaction_id,
        amount,
        reason,
        timestamp: created_at,
      })
    },
  })
}
