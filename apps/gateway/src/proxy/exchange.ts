import type { IncomingHttpHeaders, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'

import { CallerLeft } from '@cnop/common/http/caller-left'
import type { Dispatcher, Pool } from 'undici'

/** What a service answered; a `Readable` body is still arriving. */
export type Answer = {
  readonly statusCode: number
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer | Readable
}

/**
 * Answers up to this size, which is nearly all of them, are taken whole. They leave in one piece, which
 * costs half of what a stream does, and one that breaks off half-way is known before any of it has left.
 */
const WHOLE_BYTES = 64 * 1024

/** The client that waits for a response; it left when the response closes before it was sent. */
export type Waiting = Pick<ServerResponse, 'once' | 'off' | 'closed'>

/**
 * Sends a request and resolves with its answer: whole if it is small, else as soon as it begins. Ends it when
 * whoever waits for it leaves before; a body that is streamed ends with its reader.
 * @throws {CallerLeft} and whatever undici does
 */
export const exchange = async (
  pool: Pool,
  options: Dispatcher.RequestOptions,
  waiting?: Waiting,
): Promise<Answer> => {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>()
  const reader = new AnswerReader(options.method, resolve, reject)
  const leave = (): void => reader.abandon()
  if (waiting?.closed === true) throw new CallerLeft()
  waiting?.once('close', leave)
  try {
    pool.dispatch(options, reader)
    return await promise
  } finally {
    waiting?.off('close', leave)
  }
}

class AnswerReader implements Dispatcher.DispatchHandler {
  readonly #method: string
  readonly #resolve: (answer: Answer) => void
  readonly #reject: (error: Error) => void
  #start: Omit<Answer, 'body'> | undefined
  #whole: Buffer[] = []
  #stream: Readable | undefined
  #controller: Dispatcher.DispatchController | undefined
  #isAbandoned = false

  constructor(method: string, resolve: (answer: Answer) => void, reject: (error: Error) => void) {
    this.#method = method
    this.#resolve = resolve
    this.#reject = reject
  }

  /** Ends the request, now or as soon as it has a connection. */
  abandon(): void {
    this.#isAbandoned = true
    this.#controller?.abort(new CallerLeft())
    this.#reject(new CallerLeft())
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller
    if (this.#isAbandoned) controller.abort(new CallerLeft())
  }

  onResponseStart(
    controller: Dispatcher.DispatchController,
    statusCode: number,
    headers: IncomingHttpHeaders,
  ): void {
    // An interim answer: there is another one to come.
    if (statusCode < 200) return
    this.#start = { statusCode, headers }
    if (this.#method === 'HEAD' || statusCode === 304 || statusCode === 204) return
    if (Number(headers['content-length']) <= WHOLE_BYTES) return
    const body = streamOf(controller)
    this.#stream = body
    this.#resolve({ ...this.#start, body })
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#stream === undefined) this.#whole.push(chunk)
    else if (!this.#stream.push(chunk)) controller.pause()
  }

  onResponseEnd(): void {
    if (this.#stream !== undefined) this.#stream.push(null)
    else if (this.#start !== undefined)
      this.#resolve({ ...this.#start, body: Buffer.concat(this.#whole) })
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#reject(error)
    this.#stream?.destroy(error)
  }
}

/** A body that waits while whoever reads it does, and breaks the connection off when they leave. */
const streamOf = (controller: Dispatcher.DispatchController): Readable =>
  new Readable({
    read: () => controller.resume(),
    destroy(error, done) {
      if (!this.readableEnded) controller.abort(error ?? new Error('the client left'))
      done(error)
    },
  })
