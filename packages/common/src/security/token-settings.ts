import { z } from 'zod'

import { verifyingHalf, verifyingKeys, type KeyPairAlgorithm } from './token-keys.ts'

const SHORTEST_SECRET_BYTES = 32

/** What the holder of a stolen access token has at worst. */
export const LONGEST_TOKEN_MINUTES = 60

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
  JWT_EXPIRATION_MINUTES: z.coerce.number().int().min(1).max(LONGEST_TOKEN_MINUTES).default(30),
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
  } else checkPublicKeys(settings.JWT_ALGORITHM, settings.JWT_PUBLIC_KEYS, complain)
}

const checkPublicKeys = (
  algorithm: KeyPairAlgorithm,
  publicKeys: string,
  complain: Complain,
): void => {
  if (publicKeys === '') return complain('JWT_PUBLIC_KEYS', `is required with ${algorithm}`)
  return complainOfKey('JWT_PUBLIC_KEYS', complain, () => verifyingKeys(publicKeys, algorithm))
}

/** A key that cannot be used is a wrong setting; what is wrong with it is said without showing it. */
const complainOfKey = (setting: string, complain: Complain, read: () => unknown): void => {
  try {
    read()
  } catch (error) {
    complain(setting, error instanceof Error ? error.message : 'cannot be read')
  }
}

/** The same for the process that signs. */
export const checkSigningSettings = (settings: SigningSettings, complain: Complain): void => {
  const { JWT_ALGORITHM: algorithm, JWT_PRIVATE_KEY: privateKey } = settings
  if (algorithm === 'HS256') checkTokenSettings(settings, complain)
  else if (privateKey === '') complain('JWT_PRIVATE_KEY', `is required with ${algorithm}`)
  else complainOfKey('JWT_PRIVATE_KEY', complain, () => verifyingHalf(privateKey, algorithm))
}

/** For a process that signs something of its own with JWT_SECRET_KEY, whatever signs the tokens. */
export const checkSecretKey = (
  { JWT_SECRET_KEY }: Pick<TokenSettings, 'JWT_SECRET_KEY'>,
  complain: Complain,
): void => {
  if (JWT_SECRET_KEY === '') complain('JWT_SECRET_KEY', SECRET_MISSING)
}
