import { pino } from 'pino'

/** Lines wait until there is so much of them, and never longer than this. */
const WRITTEN_AT_BYTES = 4_096
const WRITTEN_AFTER_MS = 100

/**
 * JSON lines, one an event. Headers that carry secrets are cut wherever they appear.
 * Lines are written together, as a write for each is a tenth of a short request; the last ones as the process
 * exits. One that is killed takes what it has not written along.
 */
export const loggerOptions = (service: string, level: string) => ({
  level,
  stream: pino.destination({
    sync: false,
    minLength: WRITTEN_AT_BYTES,
    periodicFlush: WRITTEN_AFTER_MS,
  }),
  base: { service },
  messageKey: 'message',
  formatters: { level: (label: string) => ({ level: label }) },
  timestamp: () => `,"time":"${new Date().toISOString()}"`,
  redact: {
    paths: [
      'authorization',
      'cookie',
      'headers.authorization',
      'headers["x-api-key"]',
      'headers.cookie',
      'req.headers.authorization',
      'req.headers["x-api-key"]',
      'req.headers.cookie',
      'res.headers["set-cookie"]',
      '*.password',
      '*.access_token',
    ],
    censor: '[redacted]',
  },
})
