import { AsyncLocalStorage } from 'node:async_hooks'

const current = new AsyncLocalStorage<AbortSignal>()

/** Ends every read of the database that `act` and whatever it starts wait for once the signal aborts. */
export const readUntil = <Result>(signal: AbortSignal, act: () => Result): Result =>
  current.run(signal, act)

/** The signal that ends the reads of the current act; `undefined` where nothing does. */
export const readSignal = (): AbortSignal | undefined => current.getStore()
