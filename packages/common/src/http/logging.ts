import { pino } from 'pino'

/** Lines wait until there are so many bytes of them, and never longer than so many milliseconds. */
const WRITTEN_TOGETHER = { sync: false, minLength: 4_096, periodicFlush: 100 }

/** AWS Lambda stops the process as soon as it has answered; what waits then may wait for hours. */
const isFrozenBetweenRequests = (): boolean => process.env['AWS_LAMBDA_FUNCTION_NAME'] !== undefined

/**
 * JSON lines, one an event. Headers that carry secrets are cut wherever they appear.
 * Lines are written together, as a write for each is a tenth of a short request; the last ones as the process
 * exits. One that is killed takes what it has not written along.
 */
export const loggerOptions = (service: string, level: string) => ({
  level,
  stream: pino.destination(isFrozenBetweenRequests() ? { sync: true } : WRITTEN_TOGETHER),
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
