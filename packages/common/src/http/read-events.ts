import { EventSourceParserStream } from 'eventsource-parser/stream'

export type ServerEvent = {
  readonly event: string
  readonly id: string | undefined
  /** Parsed JSON. */
  readonly data: unknown
}

type Reading = {
  readonly signal: AbortSignal
  /** The last event seen of an earlier stream. */
  readonly lastEventId?: string | undefined
}

/** Longer than any event of ours. */
const MOST_BUFFERED = 1024 * 1024

/**
 * The events of a stream (Server-Sent Events) until it ends; the caller begins a new one.
 * @throws {Error} when the service does not answer 200, breaks off or sends something else; on `signal`.
 */
export const readEvents = async function* (
  url: URL,
  { signal, lastEventId }: Reading,
): AsyncGenerator<ServerEvent> {
  const response = await fetch(url, {
    headers: {
      accept: 'text/event-stream',
      ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }),
    },
    redirect: 'error',
    signal,
  })
  if (!response.ok || response.body === null) {
    await response.body?.cancel()
    throw new Error(`${url.pathname} answered ${response.status}`)
  }
  const events = response.body
    .pipeThrough(new TextDecoderStream())
    .pipeThrough(
      new EventSourceParserStream({ onError: 'terminate', maxBufferSize: MOST_BUFFERED }),
    )
  for await (const { event = 'message', id, data } of events)
    yield { event, id, data: JSON.parse(data) }
}
