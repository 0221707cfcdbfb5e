import { setTimeout as pause } from 'node:timers/promises'

import { z } from 'zod'

import type { Answer, Asker } from './asker.ts'

const PAGES_AT_ONCE = 20
/** Nothing of the journal fits, so that every page examines as much as it may. */
const FILTERED = '/balance/transactions?type=WITHDRAW&limit=100'
const HISTORIES = ['/portfolio/history?range=all', '/portfolio/history?range=1d']
const DOWNLOADS = ['/balance/transactions.csv', '/orders.csv']

const Page = z.object({ next_cursor: z.string().nullable() })

/**
 * Twenty readers of filtered pages, each from the newest entry to the oldest and again, two of value histories and
 * two of downloads, all as one user and without a pause but for the one a refusal names. Ends with `signal`.
 * @returns every answer's status.
 */
export const attack = async (user: Asker, signal: AbortSignal): Promise<number[]> => {
  const statuses: number[] = []
  const ask = async (path: string): Promise<Answer> => {
    const answer = await user.ask('GET', path)
    statuses.push(answer.status)
    if (answer.retryAfterSeconds > 0)
      await pause(answer.retryAfterSeconds * 1_000, undefined, { signal }).catch(() => {})
    return answer
  }
  const readPages = async (): Promise<void> => {
    let cursor: string | null = null
    while (!signal.aborted) {
      const answer = await ask(cursor === null ? FILTERED : `${FILTERED}&cursor=${cursor}`)
      if (answer.status === 200) cursor = Page.parse(JSON.parse(answer.text)).next_cursor
    }
  }
  const readAgain = (path: string) => async (): Promise<void> => {
    while (!signal.aborted) await ask(path)
  }
  const pages = Array.from({ length: PAGES_AT_ONCE }, () => readPages)
  await Promise.all([...pages, ...[...HISTORIES, ...DOWNLOADS].map(readAgain)].map((run) => run()))
  return statuses
}
