import { ZERO_CASH } from '@cnop/money/scaled'
import { z } from 'zod'

import { LEDGER } from '../dynamodb/tables.ts'
import { CashItem } from './items.ts'
import { CASH_KEY, userPartition } from './keys.ts'
import type { Ledger } from './ledger.ts'
import { putOnce, type WriteItem } from './writes.ts'

/** The write that opens a zero balance, for the transaction that creates the user. */
export const openAccountItem = ({ database, now }: Ledger, username: string): WriteItem =>
  putOnce(
    database.tableName(LEDGER.name),
    z.encode(CashItem, {
      pk: userPartition(username),
      sk: CASH_KEY,
      available: ZERO_CASH,
      held: ZERO_CASH,
      entries: 0,
      version: 0,
      updated_at: now().toISOString(),
    }),
  )
