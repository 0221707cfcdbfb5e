import { AsyncLocalStorage } from 'node:async_hooks'

/** What one act has asked of the database: requests, and units as DynamoDB bills them. */
export type Consumption = { requests: number; readUnits: number; writeUnits: number }

const current = new AsyncLocalStorage<Consumption>()

/** Counts everything that `act` and whatever it starts asks of the database. */
export const countConsumption = <Result>(consumption: Consumption, act: () => Result): Result =>
  current.run(consumption, act)

/** Adds what an answer says it cost. Transactions and batches name a cost for each table. */
export const addConsumption = (kind: 'read' | 'write', capacity: unknown): void => {
  const consumption = current.getStore()
  if (consumption === undefined) return
  const units = [capacity].flat().reduce<number>((sum, each) => sum + unitsOf(each), 0)
  consumption.requests += 1
  if (kind === 'read') consumption.readUnits += units
  else consumption.writeUnits += units
}

const unitsOf = (capacity: unknown): number =>
  typeof capacity === 'object' &&
  capacity !== null &&
  'CapacityUnits' in capacity &&
  typeof capacity.CapacityUnits === 'number'
    ? capacity.CapacityUnits
    : 0
