import { UlidPosition, type SignedCursors } from '@cnop/common/http/cursor'
import type { JournalPosition } from '@cnop/common/ledger/journal'
import { Amount } from '@cnop/contracts/wire'
import { parseCash, printCash } from '@cnop/money/text'
import { z } from 'zod'

const Position = z.strictObject({
  before: UlidPosition,
  balance: Amount.transform(parseCash),
})

const scopeOf = (username: string) => ({ list: 'journal', username })

/** The position at which a page of the journal continues; signed, because it carries the running balance. */
export const journalCursor = (
  cursors: SignedCursors,
  username: string,
  { before, balance }: JournalPosition,
): string => cursors.encode(scopeOf(username), { before, balance: printCash(balance) })

/** @throws {AppError} VALIDATION_FAILED for anything but a cursor of this user's journal. */
export const journalPositionOf = (
  cursors: SignedCursors,
  username: string,
  cursor: string | undefined,
): JournalPosition | undefined => cursors.decode(scopeOf(username), Position, cursor)
