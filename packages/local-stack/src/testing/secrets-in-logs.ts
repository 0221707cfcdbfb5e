import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

/** Passwords of the tests, tokens, refresh cookies and API keys, as they would look in a log. */
const SECRETS: Readonly<Record<string, RegExp>> = {
  'a password': /Correct-Horse-7|Careful-Keeper-7|Canary-Secret-77|Paper-Falcon-2026!/,
  'an access token': /eyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}/,
  'a refresh token': /[a-z0-9_]{6,30}\.[0-9A-Z]{26}\.[\w-]{22}\.[\w-]{43}/,
  'an API key': /cnop\.[a-z0-9_]{6,30}\.[0-9A-Z]{26}\.[\w-]{43}/,
}

/** What in a folder of logs should never have been written: file and kind, never the secret itself. */
export const secretsInLogs = (directory: string): string[] =>
  readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.log'))
    .flatMap((file) => {
      const text = readFileSync(join(directory, file), 'utf8')
      return Object.entries(SECRETS)
        .filter(([, pattern]) => pattern.test(text))
        .map(([what]) => `${what} in ${file}`)
    })
