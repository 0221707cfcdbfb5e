import { z } from 'zod'

/** Settings of every process that serves HTTP. */
export const httpSettings = {
  /** Address to listen on. */
  HOST: z.string().min(1).default('0.0.0.0'),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
}

export const portSetting = (port: number) =>
  z.coerce.number().int().min(0).max(65_535).default(port)

/** Reading settings failed; the message names every wrong one and what is wrong with it. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError'
}

/**
 * Reads a service's settings from the environment, once.
 * @throws {SettingsError} naming every wrong setting. Values are not repeated: one may be a secret.
 */
export const readSettings = <Shape extends z.core.$ZodLooseShape>(
  shape: Shape,
  environment: Record<string, string | undefined>,
): z.output<z.ZodObject<Shape>> => {
  const given = Object.fromEntries(
    Object.keys(shape)
      .filter((name) => environment[name] !== undefined)
      .map((name) => [name, environment[name]]),
  )
  const result = z.object(shape).safeParse(given)
  if (result.success) return result.data
  const lines = result.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`)
  throw new SettingsError(`These settings are wrong:\n${lines.join('\n')}`)
}
