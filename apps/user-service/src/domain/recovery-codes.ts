import { createHmac, randomBytes } from 'node:crypto'

import { base32 } from '#src/domain/totp'

const CODES = 10
const LENGTH = 10

/** Ten codes of 50 random bits, as they are typed back: without the dash that makes them readable. */
export const newRecoveryCodes = (): string[] =>
  Array.from({ length: CODES }, () => base32(randomBytes(LENGTH)).slice(0, LENGTH))

/** `ABCDE-FGHIJ` */
export const readable = (code: string): string =>
  `${code.slice(0, LENGTH / 2)}-${code.slice(LENGTH / 2)}`

/** Keyed: whoever has the table alone cannot try all codes there are. */
export const hashRecoveryCode = (key: Buffer, username: string, code: string): string =>
  createHmac('sha256', key).update(`${username}\n${code}`).digest('base64url')
