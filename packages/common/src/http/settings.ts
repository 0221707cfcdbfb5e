import { z } from 'zod'

/** Settings of every process that serves HTTP. */
export const httpSettings = {
  /** Address to listen on. */
  HOST: z.string().min(1).default('0.0.0.0'),
  /** Where traces are sent by OTLP over HTTP, such as `http://collector:4318`. Empty: nowhere. */
  OTEL_EXPORTER_OTLP_ENDPOINT: z.union([z.literal(''), z.url()]).default(''),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
}

export const portSetting = (port: number) =>
  z.coerce.number().int().min(0).max(65_535).default(port)

/** Reading settings failed; the message names every wrong one and what is wrong with it. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError'
}

/** Says what is wrong with a setting in the light of others. */
type Complain = (setting: string, message: string) => void

/**
 * Reads a service's settings from the environment, once.
 * @param checks of settings that belong together; they see settings that are right each for itself.
 * @throws {SettingsError} naming every wrong setting. Values are not repeated: one may be a secret.
 */
export const readSettings = <Shape extends z.core.$ZodLooseShape>(
  shape: Shape,
  environment: Record<string, string | undefined>,
  ...checks: ((settings: z.output<z.ZodObject<Shape>>, complain: Complain) => void)[]
): z.output<z.ZodObject<Shape>> => {
  const given = Object.fromEntries(
    Object.keys(shape)
      .filter((name) => environment[name] !== undefined)
      .map((name) => [name, environment[name]]),
  )
  const result = z.object(shape).safeParse(given)
  const wrong = new Set<string>()
  if (result.success)
    for (const check of checks)
      check(result.data, (setting, message) => wrong.add(`  ${setting}: ${message}`))
  else
    for (const { path, message } of result.error.issues)
      wrong.add(`  ${path.join('.')}: ${message}`)
  if (result.success && wrong.size === 0) return result.data
  throw new SettingsError(`These settings are wrong:\n${[...wrong].join('\n')}`)
}
