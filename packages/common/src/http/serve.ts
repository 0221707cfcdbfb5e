import { setTimeout as pause } from 'node:timers/promises'
import { inspect } from 'node:util'

import type { FastifyInstance } from 'fastify'

import { isDraining, startDraining } from './draining.ts'
import { SettingsError } from './settings.ts'

/** Time for callers to leave: each of their connections ends with the next answer it carries. */
const DRAIN_MS = 250

/** After this long a request in flight is given up, so that a stuck one cannot hold up a deployment. */
export const SHUTDOWN_LIMIT_MS = 10_000

type Running = {
  readonly app: FastifyInstance
  readonly host: string
  readonly port: number
  /** Closes what the process opened itself, once the last answer has left. */
  readonly close: () => Promise<void>
}

/**
 * Starts a process and stops it well: on SIGTERM or SIGINT readiness goes off and answers carry
 * `Connection: close` (or keep-alive would hold the exit up), then no connection is taken any more, what
 * is in flight is answered, and the process ends. Wrong settings end it at once with a message that names them;
 * an error that nobody caught ends it with a line in the log, since its state can no longer be relied on.
 */
export const serve = async (start: () => Promise<Running>): Promise<void> => {
  try {
    const { app, host, port, close } = await start()
    app.addHook('onSend', (_request, reply, payload, done) => {
      if (isDraining(app.server)) reply.header('connection', 'close')
      done(null, payload)
    })
    const stop = async (signal: string) => {
      startDraining(app.server)
      app.log.info({ signal }, 'stopping')
      setTimeout(() => process.exit(1), SHUTDOWN_LIMIT_MS).unref()
      await pause(DRAIN_MS)
      try {
        await app.close()
      } finally {
        await close()
      }
    }
    const end = (signal: string): void => {
      if (isDraining(app.server)) return
      stop(signal).then(
        () => process.exit(0),
        (error: unknown) => {
          app.log.error({ err: error }, 'stopped with an error')
          process.exit(1)
        },
      )
    }
    process.on('SIGTERM', end)
    process.on('SIGINT', end)
    for (const event of ['uncaughtException', 'unhandledRejection'])
      process.on(event, (error: unknown) => {
        app.log.fatal({ err: error }, event)
        process.exit(1)
      })
    await app.listen({ host, port })
  } catch (error) {
    process.stderr.write(`${error instanceof SettingsError ? error.message : inspect(error)}\n`)
    process.exit(1)
  }
}
