import { setTimeout as pause } from 'node:timers/promises'

import type { Ledger } from '../ledger.ts'
import { auditAccount, type AccountAudit } from './audit-account.ts'
import { readProgress, saveProgress, type AuditProgress, type AuditRound } from './progress.ts'
import { NOTHING_YET, conservationFindings, withAccount } from './tally.ts'
import { usernames } from './usernames.ts'

/** Nobody takes a round over before its holder has been silent for so long. */
const HELD_MS = 30_000
const SAVE_EVERY_MS = 5_000
const REST_MS = 60_000

export type RoundOptions = {
  /** Tells this process from all others. */
  readonly holder: string
  /** Journal items a second, so that the audit takes little from those who trade. */
  readonly pace: number
  /** Ends the round early; whoever comes next goes on where it stood. */
  readonly signal: AbortSignal
}

/**
 * Goes round the accounts once, if it is time for a round and nobody else does. Every replica may call
 * this at any time: one goes round, a round that was broken off is continued where it stood, and what is
 * found is kept where all can read it.
 */
export const auditRound = async (ledger: Ledger, options: RoundOptions): Promise<void> => {
  const { holder, signal } = options
  const progress = await readProgress(ledger)
  if (!isTime(progress, holder, ledger.now())) return
  const wasAsked = isRequested(progress)
  let round = (wasAsked ? undefined : progress.round) ?? newRound(ledger)
  let savedMs = 0
  /** Whether to go on: the round is still this process's, and nobody has asked for another. */
  const save = async (heldMs: number): Promise<boolean> => {
    savedMs = ledger.now().getTime()
    const lastRound = progress.last_round
    const heldUntilMs = savedMs + heldMs
    const saved = await saveProgress(ledger, { holder, heldUntilMs, round, lastRound })
    return saved.isHeld && (saved.requestedAt ?? '') <= round.started_at
  }
  const saveInTime = async (): Promise<boolean> =>
    ledger.now().getTime() - savedMs < SAVE_EVERY_MS || (await save(HELD_MS))

  if (!(await save(HELD_MS))) return
  for await (const username of usernames(ledger, round.position)) {
    const audit = await confirmedAudit(ledger, username)
    round = afterAccount(round, username, audit)
    const restMs = wasAsked ? 0 : restAfter(audit, options)
    const goesOn = await restFor(restMs, { signal, saveInTime })
    if (goesOn) continue
    await save(0)
    return
  }
  const lastRound = completed(round, ledger.now())
  await saveProgress(ledger, { holder, heldUntilMs: 0, round: undefined, lastRound })
}

type Resting = {
  readonly signal: AbortSignal
  readonly saveInTime: () => Promise<boolean>
}

/** Rests, and holds on to the round meanwhile. Whether to go on. */
const restFor = async (ms: number, { signal, saveInTime }: Resting): Promise<boolean> => {
  let left = ms
  do {
    if (!(await saveInTime())) return false
    await pause(Math.min(left, SAVE_EVERY_MS), undefined, { signal }).catch(() => {})
    left -= SAVE_EVERY_MS
  } while (left > 0 && !signal.aborted)
  return !signal.aborted
}

const restAfter = (audit: AccountAudit | undefined, { pace }: RoundOptions): number =>
  ((1 + (audit?.entries ?? 0)) / pace) * 1_000

const isRequested = ({ requested_at: asked, round, last_round: last }: AuditProgress): boolean =>
  asked !== undefined && asked > ((round ?? last)?.started_at ?? '')

const isTime = (progress: AuditProgress, me: string, now: Date): boolean => {
  const completedAt = progress.last_round?.completed_at
  const isHeld = (progress.held_until ?? 0) >= now.getTime()
  if (isHeld && progress.holder !== me) return false
  if (progress.round !== undefined || completedAt === undefined) return true
  return isRequested(progress) || now.getTime() - Date.parse(completedAt) > REST_MS
}

const newRound = (ledger: Ledger): AuditRound => ({
  started_at: ledger.now().toISOString(),
  ...NOTHING_YET,
})

const afterAccount = (
  round: AuditRound,
  username: string,
  audit: AccountAudit | undefined,
): AuditRound => ({
  ...round,
  ...withAccount(round, audit),
  position: username,
  newest: [round.newest, audit?.newest]
    .flatMap((id) => id ?? [])
    .toSorted()
    .at(-1),
})

const completed = (round: AuditRound, now: Date): AuditRound => ({
  ...round,
  findings: [...round.findings, ...conservationFindings(round)],
  completed_at: now.toISOString(),
})

/** A difference counts when it is still there on a second look, or when there can be none. */
const confirmedAudit = async (
  ledger: Ledger,
  username: string,
): Promise<AccountAudit | undefined> => {
  const first = await auditAccount(ledger, username)
  return first === undefined || first.findings.length === 0
    ? first
    : ((await auditAccount(ledger, username)) ?? first)
}
