import { demoHistory, momentOf } from '@cnop/common/ledger/demo/demo-history'
import type { PricedAct } from '@cnop/common/ledger/demo/demo-journal'
import { parsePrice, parseQuantity } from '@cnop/money/text'

/** The history of demo accounts, with every asset at a price that rises by a cent from trade to trade. */
export const pricedHistory = (): readonly PricedAct[] =>
  demoHistory.map((act, index) => {
    const at = new Date(momentOf(index, act, new Date()))
    const price = parsePrice(`20.${String(index).padStart(2, '0')}`)
    return {
      act,
      at,
      fill: {
        price: { price, source: 'simulated', observedAt: at.toISOString() },
        step: parseQuantity('0.00000001'),
      },
    }
  })
