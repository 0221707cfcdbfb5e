import { callerOf } from '@cnop/common/http/authenticate'
import type { App } from '@cnop/common/http/create-app'
import { readAccount } from '@cnop/common/ledger/holdings'
import { AppError } from '@cnop/contracts/errors'
import { getPortfolio, getPortfolioOf } from '@cnop/contracts/portfolio'

import type { Market } from '#src/domain/place-order'
import { valuePortfolio } from '#src/domain/value-portfolio'
import { explainPortfolio } from '#src/routes/portfolio-explanation'

export const portfolioRoutes = (
  app: App,
  { ledger, prices }: Pick<Market, 'ledger' | 'prices'>,
): void => {
  const portfolioOf = async (username: string, explain = false) => {
    const account = await readAccount(ledger, username)
    const portfolio = valuePortfolio(username, account, prices)
    const explanation = explain ? explainPortfolio(portfolio, account.holdings) : undefined
    return {
      success: true as const,
      message: 'Portfolio at current prices.',
      data: { ...portfolio, ...(explanation === undefined ? {} : { explanation }) },
      timestamp: ledger.now().toISOString(),
    }
  }

  app.route({
    ...getPortfolio,
    handler: async (request, reply) =>
      reply.send(await portfolioOf(callerOf(request).username, request.query.explain)),
  })

  app.route({
    ...getPortfolioOf,
    handler: async (request, reply) => {
      const caller = callerOf(request)
      // The same refusal whether or not there is such a user.
      if (caller.username !== request.params.username && caller.role !== 'admin')
        throw new AppError('FORBIDDEN', 'You can only see your own portfolio.')
      return reply.send(await portfolioOf(request.params.username, request.query.explain))
    },
  })
}
