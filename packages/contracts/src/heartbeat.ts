/** A stream of prices brings an event at least this often; after twice as long without, it is dead. */
export const HEARTBEAT_MS = 10_000
