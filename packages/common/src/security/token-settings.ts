import { z } from 'zod'

const SHORTEST_SECRET_BYTES = 32

/** A PEM block on one line, with `\n` written out, as environment files hold it. */
const pem = z
  .string()
  .default('')
  .transform((text) => text.replaceAll(String.raw`\n`, '\n'))

/** What it takes to check access tokens. */
export const tokenSettings = {
  /** HS256: signs and checks access tokens, the same in the gateway and every service. */
  JWT_SECRET_KEY: z
    .string()
    .default('')
    .refine(
      (key) => key === '' || Buffer.byteLength(key) >= SHORTEST_SECRET_BYTES,
      `must have at least ${SHORTEST_SECRET_BYTES} bytes`,
    ),
  /** EdDSA and ES256: user-service signs with a private key that nobody else has. */
  JWT_ALGORITHM: z.enum(['HS256', 'EdDSA', 'ES256']).default('HS256'),
  /** EdDSA and ES256: public keys whose tokens are taken, one PEM block after the other. */
  JWT_PUBLIC_KEYS: pem,
  JWT_EXPIRATION_MINUTES: z.coerce.number().int().min(1).max(1440).default(30),
}

/** What it takes to sign them as well: user-service alone. */
export const signingSettings = {
  ...tokenSettings,
  /** EdDSA and ES256: the PEM of the key that signs. Its public key need not be named as well. */
  JWT_PRIVATE_KEY: pem,
}

export type TokenSettings = z.output<z.ZodObject<typeof tokenSettings>>
export type SigningSettings = z.output<z.ZodObject<typeof signingSettings>>

type Complain = (setting: string, message: string) => void

const SECRET_MISSING = `is required: a random text of at least ${SHORTEST_SECRET_BYTES} bytes`

/** Whether the settings that belong together are there, for a process that checks tokens. */
export const checkTokenSettings = (settings: TokenSettings, complain: Complain): void => {
  if (settings.JWT_ALGORITHM === 'HS256') {
    if (settings.JWT_SECRET_KEY === '') complain('JWT_SECRET_KEY', SECRET_MISSING)
  } else if (settings.JWT_PUBLIC_KEYS === '')
    complain('JWT_PUBLIC_KEYS', `is required with ${settings.JWT_ALGORITHM}`)
}

/** The same for the process that signs. */
export const checkSigningSettings = (settings: SigningSettings, complain: Complain): void => {
  if (settings.JWT_ALGORITHM === 'HS256') checkTokenSettings(settings, complain)
  else if (settings.JWT_PRIVATE_KEY === '')
    complain('JWT_PRIVATE_KEY', `is required with ${settings.JWT_ALGORITHM}`)
}

/** For a process that signs something of its own with JWT_SECRET_KEY, whatever signs the tokens. */
export const checkSecretKey = (
  { JWT_SECRET_KEY }: Pick<TokenSettings, 'JWT_SECRET_KEY'>,
  complain: Complain,
): void => {
  if (JWT_SECRET_KEY === '') complain('JWT_SECRET_KEY', SECRET_MISSING)
}
