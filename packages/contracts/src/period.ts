/** `?from=&to=` of the lists that have a time. */
import { z } from 'zod'

import { AppError } from './errors.ts'

const Moment = z
  .union([z.iso.datetime({ offset: true }), z.iso.date()], {
    error: 'must be a day (2026-01-31) or a time (2026-01-31T09:30:00Z)',
  })
  .optional()

export const periodQuery = {
  from: Moment.meta({ description: 'First moment, or first day (UTC), to list' }),
  to: Moment.meta({ description: 'Last moment, or last day (UTC), to list' }),
}

/** Both ends belong to it. Unix time in milliseconds; `undefined` is open. */
export type Period = { readonly fromMs: number | undefined; readonly toMs: number | undefined }

const DAY_MS = 86_400_000
const DAY_LENGTH = 'yyyy-mm-dd'.length

/** The day (UTC) of a time: `2026-01-31` of `2026-01-31T09:30:00.000Z`. @param time RFC 3339 in UTC. */
export const dayOf = (time: string): string => time.slice(0, DAY_LENGTH)

/** @throws {AppError} VALIDATION_FAILED when it ends before it begins. */
export const periodOf = ({
  from,
  to,
}: {
  from?: string | undefined
  to?: string | undefined
}): Period => {
  const fromMs = from === undefined ? undefined : Date.parse(from)
  const lastOfDay = to?.length === DAY_LENGTH ? DAY_MS - 1 : 0
  const toMs = to === undefined ? undefined : Date.parse(to) + lastOfDay
  if (fromMs !== undefined && toMs !== undefined && toMs < fromMs)
    throw new AppError('VALIDATION_FAILED', 'Some fields are not valid.', {
      fieldErrors: [{ field: 'to', message: 'must not be before from' }],
    })
  return { fromMs, toMs }
}
