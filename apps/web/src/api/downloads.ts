import { downloadTransactions, type TransactionFilter } from '@cnop/contracts/balance'
import { downloadOrders, type OrderFilter } from '@cnop/contracts/orders'
import { downloadAssetTrades } from '@cnop/contracts/portfolio'

import { saveFile } from '../lib/api-client'

export const saveOrders = (filter: OrderFilter): Promise<void> =>
  saveFile('orders.csv', downloadOrders, { query: filter })

export const saveTransactions = (filter: TransactionFilter): Promise<void> =>
  saveFile('transactions.csv', downloadTransactions, { query: filter })

export const saveTrades = (assetId: string): Promise<void> =>
  saveFile(`trades-${assetId}.csv`, downloadAssetTrades, { params: { id: assetId } })
