import { Agent, request, type IncomingMessage } from 'node:http'

/** Sends a request as it is. */
export type Shot = {
  readonly method: string
  /** Path and query. */
  readonly target: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string | undefined
}

/** Below this a time says more about the machine than about the work. */
const COUNTS_ABOVE_MS = 2
/** Twice the text may take twice the time, and a little for the noise of a busy machine. */
const MAX_RATIO = 3
/** A single pair so close needs no other. */
const CLEAR_RATIO = 1.5
const TIMES = 7
/** A machine that was busy for a moment gets another chance; a bad pattern fails each time. */
const ROUNDS = 3
/** No text of 64 KiB takes so long by linear work, however busy the machine is. */
const HOPELESS_MS = 2_000

export type Verdict = { readonly statuses: ReadonlySet<number>; readonly fault: string | undefined }

/** Sends requests one after the other, on a connection that is kept. */
export const timeKeeper = (baseUrl: string) => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })

  const send = (shot: Shot): Promise<number> =>
    new Promise((resolve) => {
      const { method, target, headers, body } = shot
      const length = { 'content-length': String(Buffer.byteLength(body ?? '')) }
      const outgoing = request(
        baseUrl,
        {
          agent,
          method,
          path: target,
          headers: { ...(method === 'GET' ? {} : length), ...headers },
        },
        (answer: IncomingMessage) => {
          const { statusCode = 0 } = answer
          answer.on('error', () => resolve(statusCode)).on('end', () => resolve(statusCode))
          answer.resume()
          // A stream goes on for as long as someone reads.
          if (answer.headers['content-type']?.startsWith('text/event-stream') === true) {
            outgoing.destroy()
            resolve(statusCode)
          }
        },
      )
      // A text that is too long is refused before its end, which may break the connection.
      outgoing.on('error', () => resolve(0))
      outgoing.end(body)
    })

  const compareOnce = async (half: Shot, whole: Shot): Promise<Verdict> => {
    const statuses = new Set<number>()
    const time = async (shot: Shot): Promise<number> => {
      const started = performance.now()
      statuses.add(await send(shot))
      return performance.now() - started
    }
    let [halfMs, wholeMs] = [Infinity, Infinity]
    for (let count = 1; count <= TIMES; count += 1) {
      wholeMs = Math.min(wholeMs, await time(whole))
      if (wholeMs <= COUNTS_ABOVE_MS) return { statuses, fault: undefined }
      if (wholeMs > HOPELESS_MS) break
      halfMs = Math.min(halfMs, await time(half))
      const ratio = wholeMs / halfMs
      if (ratio < (count === 1 ? CLEAR_RATIO : MAX_RATIO)) return { statuses, fault: undefined }
    }
    return { statuses, fault: `${halfMs.toFixed(1)} ms for half, ${wholeMs.toFixed(1)} ms` }
  }

  /** Compares the best of several times for a text with that for one twice as long. */
  const compare = async (half: Shot, whole: Shot): Promise<Verdict> => {
    let verdict = await compareOnce(half, whole)
    for (let round = 1; round < ROUNDS && verdict.fault !== undefined; round += 1)
      verdict = await compareOnce(half, whole)
    return verdict
  }

  return { compare, close: () => agent.destroy() }
}
