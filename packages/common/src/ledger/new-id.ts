import { decodeTime, monotonicFactory } from 'ulid'

const next = monotonicFactory()

/**
 * The id of something new in the journal: a ULID, above every earlier one of this process, so that what
 * is done one after the other within a millisecond is listed in that order.
 */
export const newId = (now: Date): string => next(now.getTime())

/** When an id was made: Unix time in milliseconds. */
export const timeOf = (id: string): number => decodeTime(id)
