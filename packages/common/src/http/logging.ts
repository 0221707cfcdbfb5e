/** JSON lines, one an event. Headers that carry secrets are cut wherever they appear. */
export const loggerOptions = (service: string, level: string) => ({
  level,
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
