import { UlidPosition, encodeCursor } from '@cnop/common/http/cursor'
import type { JournalPosition } from '@cnop/common/ledger/journal'
import { Amount } from '@cnop/contracts/wire'
import { parseCash, printCash } from '@cnop/money/text'
import { z } from 'zod'

/** @throws {DecimalSyntaxError} inside, which makes it a cursor that is not one of ours. */
export const JournalCursor = z.object({
  before: UlidPosition,
  balance: Amount.transform(parseCash),
})

export const journalCursor = ({ before, balance }: JournalPosition): string =>
  encodeCursor({ before, balance: printCash(balance) })
