import type { LogOutput } from './log-output.ts'

export type LogOptions = {
  readonly service: string
  readonly logLevel: string
  /**
   * Whether lines are gathered and written together, as a write for each is a tenth of a short request. A process
   * that is killed, or stopped between requests as a function is, takes what it has not written along.
   */
  readonly logsTogether?: boolean
}

/** JSON lines, one an event. Headers that carry secrets are cut wherever they appear. */
export const loggerOptions = ({ service, logLevel }: LogOptions, output: LogOutput) => ({
  level: logLevel,
  stream: output,
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
