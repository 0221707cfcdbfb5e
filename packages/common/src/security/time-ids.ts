import { encodeTime } from 'ulid'

const TIME_LENGTH = 10
const RANDOM_LENGTH = 16

/** The lowest ULID of a moment (Unix milliseconds): all ids made then or later sort at or after it. */
export const lowestIdAt = (milliseconds: number): string =>
  encodeTime(Math.max(0, milliseconds), TIME_LENGTH) + '0'.repeat(RANDOM_LENGTH)
