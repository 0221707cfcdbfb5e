import { LEDGER } from '../dynamodb/tables.ts'
import { transact } from '../dynamodb/transact.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { openAccountItem } from '../ledger/open-account.ts'
import { testDatabase } from './test-database.ts'

/** A ledger of its own on the real engine. */
export const testLedger = async (endpoint?: string): Promise<Ledger> => ({
  database: await testDatabase(endpoint),
  now: () => new Date(),
})

/** A user's empty account. */
export const openAccount = async (ledger: Ledger, username: string): Promise<void> => {
  await transact(ledger.database, [openAccountItem(ledger, username)])
}

/** Name of the ledger table, for tests that look at what is stored. */
export const ledgerTable = (ledger: Ledger): string => ledger.database.tableName(LEDGER.name)
