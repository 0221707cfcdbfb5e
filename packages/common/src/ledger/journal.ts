import type { TransactionType } from '@cnop/contracts/balance'
import type { Period } from '@cnop/contracts/period'
import { minus, type Cash } from '@cnop/money/scaled'

import { MAX_EXAMINED } from './by-time.ts'
import { readCash } from './holdings.ts'
import type { CashItem } from './items.ts'
import type { Ledger } from './ledger.ts'
import { MOVEMENT_KINDS, movementsBelow, type Movement, type MovementKind } from './movements.ts'
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

export type PageOf = JournalSelection & {
  readonly limit: number
  readonly from: JournalPosition | undefined
}

/**
 * A page of the journal, newest first. What the balance was after each movement is derived from today's
 * balance on the way down, because a movement cannot know it without a read; the running sum travels in
 * the position. So a selection passes over what does not fit instead of leaving it out, and its page may
 * be short, or empty, with more to come: it examines `MAX_EXAMINED` items at most. The first page is read
 * again while the balance changes under it.
 * @throws {AppError} BALANCE_NOT_FOUND; TRY_AGAIN when it changes each time it is read
 */
export const readJournal = async (
  ledger: Ledger,
  username: string,
  page: PageOf,
): Promise<JournalPage> => {
  for (let attempt = 1; ; attempt += 1) {
    const cash = await readCash(ledger, username)
    const found = await readJournalOf(ledger, username, cash, page)
    const unchanged =
      page.from !== undefined || (await readCash(ledger, username)).version === cash.version
    if (unchanged) return found
    if (attempt === SNAPSHOT_ATTEMPTS) throw accountInUse()
  }
}

/** The same for a balance that was read: right unless it has changed since, which the caller checks. */
export const readJournalOf = async (
  ledger: Ledger,
  username: string,
  cash: CashItem,
  { from, ...page }: PageOf,
): Promise<JournalPage> => {
  const start = from ?? { before: undefined, balance: cash.available }
  return { ...(await walkDown(ledger, username, start, page)), cash }
}

const EVERY_KIND: ReadonlySet<MovementKind> = new Set(MOVEMENT_KINDS)
const NO_KIND: ReadonlySet<MovementKind> = new Set()
/** All movements of orders themselves are payments, so that a selection of another type passes over each. */
const ORDERS: ReadonlySet<MovementKind> = new Set(['orders'])

type Start = { readonly before: string | undefined; readonly balance: Cash }

const walkDown = async (
  ledger: Ledger,
  username: string,
  start: Start,
  { limit, type, period }: Omit<PageOf, 'from'>,
): Promise<Omit<JournalPage, 'cash'>> => {
  const briefly = type === undefined || type === 'ORDER_PAYMENT' ? NO_KIND : ORDERS
  const movements: Balanced[] = []
  let { before, balance } = start
  let mayExamine = MAX_EXAMINED
  let kinds = MOVEMENT_KINDS
  let above = periodAbove(period, before)
  for (let step = 1; ; step += 1) {
    const room = Math.floor(mayExamine / kinds.length)
    const isSparse = above !== undefined || (step > 1 && type !== undefined)
    const read = await movementsBelow(ledger, username, {
      before,
      kinds,
      limit: isSparse ? room : Math.min(limit - movements.length, room),
      mayExamine: room,
      period: above ?? period,
      brief: above === undefined ? briefly : EVERY_KIND,
    })
    for (const { id, amount, movement } of read.movements) {
      if (movement !== undefined && (type === undefined || movement.type === type)) {
        if (movements.length === limit && before !== undefined)
          return { movements, next: { before, balance } }
        movements.push({ ...movement, balanceAfter: balance })
      }
      balance = minus(balance, amount)
      before = id
    }
    mayExamine -= read.examined
    if (read.next === undefined && above === undefined) return { movements, next: undefined }
    before = read.next ?? before
    kinds = read.next === undefined ? MOVEMENT_KINDS : read.kinds
    if (read.next === undefined) above = undefined
    const isFull = movements.length === limit || mayExamine < kinds.length
    if (isFull && before !== undefined) return { movements, next: { before, balance } }
  }
}

/** Movements above a period, which are passed over for the balance after its newest one. */
const periodAbove = (
  period: Period | undefined,
  before: string | undefined,
): Period | undefined => {
  const toMs = period?.toMs
  if (toMs === undefined || (before !== undefined && timeOf(before) <= toMs)) return undefined
  return { fromMs: toMs + 1, toMs: undefined }
}
