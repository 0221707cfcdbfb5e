import { PassThrough, type Readable } from 'node:stream'

import { AppError } from '@cnop/contracts/errors'

/** A page whose streams are full asks for prices meanwhile. */
const RETRY_AFTER_SECONDS = 10

/** Streams on their way through this process: they go on until a side ends them, and it may be this one. */
export class OpenStreams {
  readonly #carried = new Set<PassThrough>()
  readonly #byAddress = new Map<string, number>()
  readonly #mostByAddress: number

  /** @param mostByAddress Streams one address may have open at once; 0: any number. */
  constructor(mostByAddress: number) {
    this.#mostByAddress = mostByAddress
  }

  /** Counts a stream of an address. @returns what to call when it is over. @throws {AppError} RATE_LIMITED */
  enter(address: string): () => void {
    const open = this.#byAddress.get(address) ?? 0
    if (this.#mostByAddress > 0 && open >= this.#mostByAddress)
      throw new AppError(
        'RATE_LIMITED',
        `${open} streams are open from your address. Close some to open others.`,
        { retryAfterSeconds: RETRY_AFTER_SECONDS },
      )
    this.#byAddress.set(address, open + 1)
    return () => this.#leave(address)
  }

  /** What a service sends, as something that can be ended here without cutting an event in two. */
  carry(body: Readable): Readable {
    const carried = new PassThrough()
    this.#carried.add(carried)
    // A service that breaks off ends the stream as one that stops does: readers come back either way.
    body.once('error', () => carried.end())
    carried.once('close', () => {
      this.#carried.delete(carried)
      body.destroy()
    })
    return body.pipe(carried)
  }

  #leave(address: string): void {
    const left = (this.#byAddress.get(address) ?? 0) - 1
    if (left > 0) this.#byAddress.set(address, left)
    else this.#byAddress.delete(address)
  }

  endAll(): void {
    for (const carried of this.#carried) carried.end()
  }
}
