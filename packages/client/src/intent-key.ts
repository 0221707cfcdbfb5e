const KEY_BYTES = 16

/** An Idempotency-Key for something meant once: as random as a UUID; unlike `crypto.randomUUID` also there on a page served over plain HTTP. */
export const newIntentKey = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(KEY_BYTES)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('')
