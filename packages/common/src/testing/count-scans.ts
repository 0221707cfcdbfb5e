import { randomUUID } from 'node:crypto'

import type { Ledger } from '../ledger/ledger.ts'

/** Counts the items the database examines from now on. @returns how many since the last look. */
export const countScans = ({ database }: Pick<Ledger, 'database'>): (() => number) => {
  let scanned = 0
  database.documents.middlewareStack.add(
    (next) => async (args) => {
      const result = await next(args)
      if ('ScannedCount' in result.output) scanned += result.output.ScannedCount ?? 0
      return result
    },
    { step: 'initialize', name: randomUUID() },
  )
  return () => {
    const since = scanned
    scanned = 0
    return since
  }
}
