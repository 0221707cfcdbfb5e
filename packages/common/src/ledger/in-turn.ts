import { readSignal } from '../dynamodb/read-signal.ts'

/** For each user with a long read under way, the end of the last of them. */
const lastOf = new Map<string, Promise<void>>()

/**
 * Runs one long read of a user after the other in this process, with a rest between them that is as long as the
 * read was: however many one user asks for at once, others have most of the database and of this process. A read
 * that no other waits for has no rest. Reads whose caller has left give their turn away.
 */
export const inTurn = async <Result>(
  username: string,
  read: () => Promise<Result>,
): Promise<Result> => {
  const before = lastOf.get(username)
  const { promise: end, resolve } = Promise.withResolvers<void>()
  lastOf.set(username, end)
  await before
  const begun = performance.now()
  try {
    readSignal()?.throwIfAborted()
    return await read()
  } finally {
    if (lastOf.get(username) === end) {
      lastOf.delete(username)
      resolve()
    } else setTimeout(resolve, performance.now() - begun)
  }
}
