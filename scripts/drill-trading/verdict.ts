import { connectDatabase } from '@cnop/common/dynamodb/client'
import { dynamoDbSettings } from '@cnop/common/dynamodb/config'
import { readSettings } from '@cnop/common/http/settings'
import { auditLedger } from '@cnop/common/ledger/audit/audit-ledger'

import type { Intent, Sender } from './intents.ts'
import { listedIds } from './listed-ids.ts'

type Trading = {
  readonly sender: Sender
  readonly intents: readonly Intent[]
  readonly tokens: readonly string[]
  /** Settings that reach the stack's database. */
  readonly env: NodeJS.ProcessEnv
}

/**
 * What is wrong after everything was decided; nothing, when every act that was acknowledged is there, once,
 * and nothing else; when a key sent once more gives the first answer again; and when the audit finds nothing.
 */
export const verdictOn = async (trading: Trading): Promise<string[]> => {
  const done = trading.intents.filter((intent) => idOf(intent) !== undefined)
  const problems: string[] = []
  for (const token of trading.tokens) {
    const own = done.filter((intent) => intent.token === token)
    problems.push(...(await differences(trading.sender, own, token)))
  }
  problems.push(...(await replayDifferences(trading.sender, done)))
  problems.push(...(await auditFindings(trading.env)))
  return problems
}

/** The id of what an intent did, if it did anything. */
export const idOf = ({ outcome }: Intent): string | undefined =>
  outcome !== undefined && 'id' in outcome ? outcome.id : undefined

/** What was acknowledged to a trader, against what the platform lists. */
const differences = async (sender: Sender, own: Intent[], token: string): Promise<string[]> => {
  const found: string[] = []
  for (const path of ['/orders', '/balance/deposit'] as const) {
    const acknowledged = own.filter((intent) => intent.path === path).flatMap((i) => idOf(i) ?? [])
    const listed = await listedIds(sender, path, token)
    const lost = acknowledged.filter((id) => !listed.has(id))
    if (lost.length > 0) found.push(`${path}: ${lost.length} acknowledged acts are not there`)
    if (new Set(acknowledged).size !== acknowledged.length)
      found.push(`${path}: two acts have one id`)
    // The stack gave every trader one deposit to begin with.
    const expected = acknowledged.length + (path === '/balance/deposit' ? 1 : 0)
    if (listed.size !== expected)
      found.push(`${path}: ${listed.size} are listed where ${expected} were acknowledged`)
  }
  return found
}

const replayDifferences = async (sender: Sender, done: Intent[]): Promise<string[]> => {
  const wrong: string[] = []
  for (const intent of done.filter((_, index) => index % 20 === 0)) {
    const again: Intent = { ...intent, outcome: undefined }
    const { replayed } = await sender.send(again)
    if (!replayed || idOf(again) !== idOf(intent)) wrong.push(`key ${intent.key} did not repeat`)
  }
  return wrong
}

/** Findings of an audit of the whole ledger. */
export const auditFindings = async (env: NodeJS.ProcessEnv): Promise<string[]> => {
  Object.assign(process.env, env)
  const database = await connectDatabase(readSettings(dynamoDbSettings, process.env))
  const { users, entries, findings } = await auditLedger({ database, now: () => new Date() })
  database.close()
  console.log(
    `Audit: ${users} accounts, ${entries} journal entries, ${findings.length} differences`,
  )
  return findings.map((finding) => JSON.stringify(finding))
}
