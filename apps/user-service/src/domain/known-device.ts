import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

import { hashedName } from '#src/domain/attempts'

/** How long a device stays known after its last log-in. */
export const KNOWN_DEVICE_DAYS = 180

const DAY_MS = 86_400_000
const NONCE_BYTES = 16

/**
 * A mark that someone has logged in to this account from this browser before. Its attempts are counted
 * for itself, so that strangers who fail again and again lock each other out and not the owner.
 */
export const newDeviceMark = (key: Buffer, username: string, now: Date): string => {
  const claim = `${hashedName(username)}.${now.getTime()}.${randomBytes(NONCE_BYTES).toString('base64url')}`
  return `${claim}.${macOf(key, claim)}`
}

/** The nonce of a mark that we made for this account and that is not too old. */
export const knownDevice = (
  key: Buffer,
  mark: string | undefined,
  username: string,
  now: Date,
): string | undefined => {
  const match = /^(([\w-]{22})\.(\d{1,15})\.([\w-]{22}))\.([\w-]{43})$/.exec(mark ?? '')
  if (match === null) return undefined
  const [, claim = '', markedName, issued = '', nonce, mac = ''] = match
  if (!timingSafeEqual(Buffer.from(mac), Buffer.from(macOf(key, claim)))) return undefined
  const fresh = now.getTime() - Number(issued) < KNOWN_DEVICE_DAYS * DAY_MS
  return fresh && markedName === hashedName(username) ? nonce : undefined
}

const macOf = (key: Buffer, claim: string): string =>
  createHmac('sha256', key).update(claim).digest('base64url')
