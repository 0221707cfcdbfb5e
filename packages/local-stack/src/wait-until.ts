import { setTimeout as pause } from 'node:timers/promises'

import { Health } from '@cnop/contracts/health'

import { logTail, type Child } from './child.ts'
import { StackError } from './ports.ts'

const POLL_MS = 40
const DEADLINE_MS = 30_000

/**
 * Resolves when `isReady` says so.
 * @throws {StackError} with the end of its log when the process ends or takes too long.
 */
export const waitUntil = async (child: Child, isReady: () => Promise<boolean>): Promise<void> => {
  const deadline = Date.now() + DEADLINE_MS
  while (!(await isReady().catch(() => false))) {
    if (child.hasExited())
      throw new StackError(`${child.name} ended as it started:\n\n${logTail(child.logFile)}`)
    if (Date.now() > deadline)
      throw new StackError(`${child.name} did not become ready:\n\n${logTail(child.logFile)}`)
    await pause(POLL_MS)
  }
}

/** Whether a service says of itself that all is well, and not merely that it can serve. */
export const isHealthy = async (baseUrl: string): Promise<boolean> => {
  const answer = await fetch(`${baseUrl}/health/ready`, { signal: AbortSignal.timeout(2_000) })
  return Health.parse(await answer.json()).status === 'healthy'
}
