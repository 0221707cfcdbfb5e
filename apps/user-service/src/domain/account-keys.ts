import { hkdfSync } from 'node:crypto'

const KEY_BYTES = 32

/** The keys that one secret setting stands for, each for one purpose. */
export type AccountKeys = {
  /** Signs the marks of known devices. */
  readonly device: Buffer
  /** Encrypts two-factor secrets. */
  readonly twoFactor: Buffer
  /** Hashes recovery codes, which are too short for a hash that anyone can compute. */
  readonly recovery: Buffer
}

export const accountKeysFrom = (secret: string): AccountKeys => {
  const derive = (purpose: string): Buffer =>
    Buffer.from(hkdfSync('sha256', secret, '', `accounts/${purpose}`, KEY_BYTES))
  return {
    device: derive('known-device'),
    twoFactor: derive('two-factor'),
    recovery: derive('recovery-code'),
  }
}
