import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

/** Seconds a code is the current one (RFC 6238, X). */
const STEP_SECONDS = 30
const DIGITS = 6
/** Codes of the step before and after are taken too: clocks differ, and people type slowly. */
const STEPS_AROUND = 1
/** As long as the output of SHA-1, which RFC 4226 recommends. */
const SECRET_BYTES = 20
const ISSUER = 'Cloud-Native Order Processor'
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

export const newTotpSecret = (): Buffer => randomBytes(SECRET_BYTES)

/** RFC 4648, without padding: what authenticator apps read. */
export const base32 = (bytes: Buffer): string => {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('')
  const groups = bits.match(/.{1,5}/g) ?? []
  return groups.map((group) => BASE32[Number.parseInt(group.padEnd(5, '0'), 2)]).join('')
}

/** What a QR code holds for an authenticator app. */
export const otpauthUri = (secret: Buffer, username: string): string => {
  const issuer = encodeURIComponent(ISSUER)
  return `otpauth://totp/${issuer}:${username}?secret=${base32(secret)}&issuer=${issuer}&algorithm=SHA1&digits=${DIGITS}&period=${STEP_SECONDS}`
}

/** The code of a step: HOTP (RFC 4226) of the number of steps since 1970. */
export const totpCode = (secret: Buffer, step: number): string => {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(step))
  const hash = createHmac('sha1', secret).update(counter).digest()
  const offset = (hash.at(-1) ?? 0) & 0xf
  const number = hash.readUInt32BE(offset) & 0x7f_ff_ff_ff
  return String(number % 10 ** DIGITS).padStart(DIGITS, '0')
}

export const totpStep = (time: Date): number => Math.floor(time.getTime() / 1_000 / STEP_SECONDS)

/** The step whose code this is, if it is one of about now. */
export const matchingStep = (secret: Buffer, code: string, time: Date): number | undefined => {
  const current = totpStep(time)
  const around = Array.from({ length: 2 * STEPS_AROUND + 1 }, (_, i) => current - STEPS_AROUND + i)
  const given = Buffer.from(code)
  return around.find((step) => {
    const expected = Buffer.from(totpCode(secret, step))
    return given.length === expected.length && timingSafeEqual(given, expected)
  })
}
