import { randomInt } from 'node:crypto'

import type { PricedAct } from '@cnop/common/ledger/demo/demo-journal'
import { addressBlock } from '@cnop/common/security/address-block'
import { AppError } from '@cnop/contracts/errors'
import { DEMO_HOURS } from '@cnop/contracts/sessions'

import type { Origin } from '#src/domain/session'
import type { StoredUser } from '#src/domain/user'

/** Private demo accounts at a time: of all, and of one address block, so that nobody can use all of them up. */
export const MAX_LIVE_DEMOS = 1_000
export const MAX_LIVE_DEMOS_OF_BLOCK = 20
const HOUR_MS = 3_600_000

/** A private demo account as the sweeper finds it. */
export type LiveDemo = {
  readonly username: string
  /** RFC 3339, UTC. */
  readonly until: string
  /** Address block it was opened from. */
  readonly from: string
}

export type DemoStore = {
  /**
   * Opens an account with a history in one transaction.
   * @param from Address block, of a private one.
   * @returns `false` when there are as many private ones as there may be. @throws {AppError} USERNAME_TAKEN
   */
  open(user: StoredUser, acts: readonly PricedAct[], from?: string): Promise<boolean>
  /** Private ones that have expired, the earliest first. */
  expired(limit: number): Promise<readonly LiveDemo[]>
  /** Deletes an expired one: its journal first, its balance and its user last. Safe to repeat. */
  remove(demo: LiveDemo): Promise<void>
}

/** The history of demo accounts, with what it traded at. @throws {AppError} PRICE_UNAVAILABLE */
export type DemoHistory = () => Promise<readonly PricedAct[]>

export type DemoDeps = {
  readonly demos: DemoStore
  readonly demoHistory: DemoHistory
  readonly now: () => Date
}

/**
 * Opens a private demo account that ends after a day.
 * @throws {AppError} DEMOS_IN_USE, PRICE_UNAVAILABLE, TRY_AGAIN
 */
export const openDemo = async (
  deps: DemoDeps,
  { address }: Origin,
): Promise<StoredUser & { demo_until: string }> => {
  const { demos, demoHistory, now } = deps
  const acts = await demoHistory()
  const user = demoUser(now())
  const open = async () => await demos.open(user, acts, addressBlock(address))
  if (await open()) return user
  // Without a sweeper, each new account makes room for itself.
  if ((await sweepDemos(demos, 1)) > 0 && (await open())) return user
  throw new AppError(
    'DEMOS_IN_USE',
    'All demo accounts are in use. Try again later, or open an account of your own.',
    { retryAfterSeconds: 600 },
  )
}

/** Deletes up to `limit` demo accounts that have expired; returns how many. */
export const sweepDemos = async (demos: DemoStore, limit: number): Promise<number> => {
  const expired = await demos.expired(limit)
  for (const demo of expired) await demos.remove(demo)
  return expired.length
}

const NAME_LENGTH = 12
const LETTERS = 'abcdefghijkmnpqrstuvwxyz23456789'

const demoUser = (now: Date): StoredUser & { demo_until: string } => {
  const letters = Array.from({ length: NAME_LENGTH }, () => LETTERS[randomInt(LETTERS.length)])
  const username = `demo_${letters.join('')}`
  return {
    username,
    // Not to be written to; nobody can log in with it either.
    email: `${username}@demo.invalid`,
    password_hash: '',
    first_name: 'Demo',
    last_name: 'Trader',
    phone: null,
    date_of_birth: null,
    marketing_emails_consent: false,
    role: 'customer',
    status: 'active',
    demo: true,
    demo_until: new Date(now.getTime() + DEMO_HOURS * HOUR_MS).toISOString(),
    created_at: now.toISOString(),
    updated_at: now.toISOString(),
  }
}
