import { PassThrough, pipeline, type Readable } from 'node:stream'

/** Streams on their way through this process: they go on until a side ends them, and it may be this one. */
export class OpenStreams {
  readonly #carried = new Set<PassThrough>()

  /** What a service sends, as something that can be ended here without cutting an event in two. */
  carry(body: Readable): Readable {
    const carried = new PassThrough()
    this.#carried.add(carried)
    // A side that leaves takes the other along; nobody is left to be told of an error.
    pipeline(body, carried, () => this.#carried.delete(carried))
    return carried
  }

  endAll(): void {
    for (const carried of this.#carried) carried.end()
  }
}
