import { transact, type Refusal } from '../dynamodb/transact.ts'
import type { Ledger } from './ledger.ts'
import type { WriteItem } from './writes.ts'

/**
 * Sends the writes of one act as one transaction; those that are `undefined` are left out. Returns the
 * refused ones by their names: none means that all of them are done, any that none is.
 *
 * @param deadline in Unix milliseconds, of an act of several attempts. @throws {AppError} TRY_AGAIN
 */
export const attempt = async <Name extends string>(
  { database }: Ledger,
  writes: Readonly<Record<Name, WriteItem | undefined>>,
  deadline?: number,
): Promise<Partial<Record<Name, Refusal>>> => {
  const named = Object.entries<WriteItem | undefined>(writes).flatMap(([name, write]) =>
    write === undefined ? [] : [{ name, write }],
  )
  const refusals = await transact(
    database,
    named.map(({ write }) => write),
    deadline,
  )
  const refused: Partial<Record<string, Refusal>> = {}
  for (const refusal of refusals) {
    const name = named[refusal.index]?.name
    if (name !== undefined) refused[name] = refusal
  }
  return refused
}

export const nothingRefused = (refused: object): boolean => Object.keys(refused).length === 0
