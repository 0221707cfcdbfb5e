import { PassThrough, type Readable } from 'node:stream'

/** Streams on their way through this process: they go on until a side ends them, and it may be this one. */
export class OpenStreams {
  readonly #carried = new Set<PassThrough>()

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

  endAll(): void {
    for (const carried of this.#carried) carried.end()
  }
}
