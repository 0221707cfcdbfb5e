import type { FastifyInstance } from 'fastify'

import type { Consumption } from '../dynamodb/consumption.ts'

const COUNTERS = {
  requests: 'dynamodb_requests_total',
  readUnits: 'dynamodb_read_units_total',
  writeUnits: 'dynamodb_write_units_total',
} as const

/** What a service says at /metrics that a route has asked of the database while `act` ran. */
export const consumptionOf = async (
  app: FastifyInstance,
  { method, route }: { readonly method: string; readonly route: string },
  act: () => Promise<unknown>,
): Promise<Consumption> => {
  const read = async (counter: string): Promise<number> => {
    const { body } = await app.inject('/metrics')
    const line = body
      .split('\n')
      .find(
        (each) =>
          each.startsWith(`${counter}{`) &&
          each.includes(`method="${method}"`) &&
          each.includes(`route="${route}"`),
      )
    return Number(line?.split(' ').at(-1) ?? 0)
  }
  const all = async (): Promise<Consumption> => ({
    requests: await read(COUNTERS.requests),
    readUnits: await read(COUNTERS.readUnits),
    writeUnits: await read(COUNTERS.writeUnits),
  })
  const before = await all()
  await act()
  const after = await all()
  return {
    requests: after.requests - before.requests,
    readUnits: after.readUnits - before.readUnits,
    writeUnits: after.writeUnits - before.writeUnits,
  }
}
