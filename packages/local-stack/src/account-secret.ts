import { randomBytes } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const SECRET_BYTES = 32
const OWNER_ONLY = 0o600

/**
 * The secret that encrypts what belongs to accounts, made once and kept beside the data: without it a
 * two-factor secret from the day before could not be read.
 */
export const keptAccountSecret = (directory: string): string => {
  const file = join(directory, 'account-secret')
  try {
    writeFileSync(file, randomBytes(SECRET_BYTES).toString('base64url'), {
      flag: 'wx',
      mode: OWNER_ONLY,
    })
  } catch (error) {
    const isThere = error instanceof Error && 'code' in error && error.code === 'EEXIST'
    if (!isThere) throw error
  }
  return readFileSync(file, 'utf8')
}
