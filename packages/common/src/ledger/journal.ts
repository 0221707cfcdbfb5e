import type { TransactionType } from '@cnop/contracts/balance'
import type { Period } from '@cnop/contracts/period'
import { minus, type Cash } from '@cnop/money/scaled'

import { readCash } from './holdings.ts'
import type { CashItem } from './items.ts'
import type { Ledger } from './ledger.ts'
import { movementsBelow, type Movement } from './movements.ts'
import { timeOf } from './new-id.ts'
import { accountInUse } from './refusals.ts'

/** A movement, and the available cash right after it. */
export type Balanced = Movement & { readonly balanceAfter: Cash }

/** Where a page of the journal starts: below this id, at this running balance. */
export type JournalPosition = { readonly before: string; readonly balance: Cash }

/** Which movements; what is `undefined` does not matter. */
export type JournalSelection = {
  readonly type?: TransactionType | undefined
  readonly period?: Period | undefined
}

export type JournalPage = {
  readonly movements: Balanced[]
  /** There may be nothing more that fits; `undefined`: there surely is not. */
  readonly next: JournalPosition | undefined
  /** The balance as the first page saw it. */
  readonly cash: CashItem
}

const SNAPSHOT_ATTEMPTS = 10
/** Movements looked at in one step when not all of them fit, and steps before a shorter page is returned. */
const READ_AT_ONCE = 500
const MOST_STEPS = 10

type PageOf = JournalSelection & {
  readonly limit: number
  readonly from: JournalPosition | undefined
}

/**
 * A page of the journal, newest first. What the balance was after each movement is derived from today's
 * balance on the way down, because a movement cannot know it without a read; the running sum travels in
 * the position. So a selection passes over what does not fit instead of leaving it out, and its page may
 * be short with more to come. The first page is read again while the balance changes under it.
 * @throws {AppError} BALANCE_NOT_FOUND; TRY_AGAIN when it changes each time it is read
 */
export const readJournal = async (
  ledger: Ledger,
  username: string,
  page: PageOf,
): Promise<JournalPage> => {
  for (let attempt = 1; ; attempt += 1) {
    const cash = await readCash(ledger, username)
    const start = page.from ?? { before: undefined, balance: cash.available }
    const found = await walkDown(ledger, username, start, page)
    const unchanged =
      page.from !== undefined || (await readCash(ledger, username)).version === cash.version
    if (unchanged) return { ...found, cash }
    if (attempt === SNAPSHOT_ATTEMPTS) throw accountInUse()
  }
}

const walkDown = async (
  ledger: Ledger,
  username: string,
  start: { readonly before: string | undefined; readonly balance: Cash },
  { limit, type, period }: PageOf,
): Promise<Omit<JournalPage, 'cash'>> => {
  const fits = fitting({ type, period })
  const isWhole = type === undefined && period === undefined
  const movements: Balanced[] = []
  let { before, balance } = start
  for (let step = 1; ; step += 1) {
    const read = await movementsBelow(ledger, username, {
      before,
      limit: isWhole ? limit + 1 : READ_AT_ONCE,
    })
    for (const movement of read.movements) {
      if (isBefore(movement, period)) return { movements, next: undefined }
      if (fits(movement)) {
        const last = movements.at(-1)
        if (movements.length === limit && last !== undefined)
          return { movements, next: positionBelow(last) }
        movements.push({ ...movement, balanceAfter: balance })
      }
      balance = minus(balance, movement.amount)
    }
    if (read.next === undefined) return { movements, next: undefined }
    before = read.next
    if (step === MOST_STEPS) return { movements, next: { before, balance } }
  }
}

const positionBelow = ({ id, balanceAfter, amount }: Balanced): JournalPosition => ({
  before: id,
  balance: minus(balanceAfter, amount),
})

const fitting =
  ({ type, period }: JournalSelection) =>
  (movement: Movement): boolean =>
    (type === undefined || movement.type === type) &&
    (period?.toMs === undefined || timeOf(movement.id) <= period.toMs)

const isBefore = (movement: Movement, period: Period | undefined): boolean =>
  period?.fromMs !== undefined && timeOf(movement.id) < period.fromMs
