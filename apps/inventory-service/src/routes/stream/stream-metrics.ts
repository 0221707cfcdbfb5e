import { Counter, Gauge, type Registry } from 'prom-client'

export type StreamMetrics = {
  readonly open: Gauge
  readonly sent: Counter
  readonly dropped: Counter
}

export const streamMetrics = (registry: Registry): StreamMetrics => {
  const registers = [registry]
  return {
    open: new Gauge({ name: 'market_streams_open', help: 'Streams open now', registers }),
    sent: new Counter({
      name: 'market_stream_events_total',
      help: 'Events written to streams',
      registers,
    }),
    dropped: new Counter({
      name: 'market_streams_dropped_total',
      help: 'Streams ended because their reader was too slow',
      registers,
    }),
  }
}
