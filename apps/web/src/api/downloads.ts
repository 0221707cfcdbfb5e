import { downloadTransactions, type TransactionFilter } from '@cnop/contracts/balance'
import { downloadOrders, type OrderFilter } from '@cnop/contracts/orders'
import { downloadAssetTrades } from '@cnop/contracts/portfolio'

import { saveFile } from '../lib/api-client'
import { fileName } from '../lib/file-name'
import { currentUsername } from '../lib/session'

/** Spreadsheets take UTF-8 without a byte-order mark for an older encoding. */
const FOR_SPREADSHEETS = { bom: '1' } as const

const nameOf = (what: string): string => fileName(what, currentUsername(), new Date())

export const saveOrders = (filter: OrderFilter): Promise<void> =>
  saveFile(nameOf('orders'), downloadOrders, { query: { ...filter, ...FOR_SPREADSHEETS } })

export const saveTransactions = (filter: TransactionFilter): Promise<void> =>
  saveFile(nameOf('transactions'), downloadTransactions, {
    query: { ...filter, ...FOR_SPREADSHEETS },
  })

export const saveTrades = (assetId: string): Promise<void> =>
  saveFile(nameOf(`trades-${assetId}`), downloadAssetTrades, {
    params: { id: assetId },
    query: FOR_SPREADSHEETS,
  })
