import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb'
import { QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb'
import type { Database } from '@cnop/common/dynamodb/client'
import { MARKET } from '@cnop/common/dynamodb/tables'
import { z } from 'zod'

import type { Halt } from '#src/domain/halts'
import { CONTROL, LEASE_KEY, haltKey } from '#src/store/market-item'

/** Who polls. A holder writes a new `beat` every few seconds; one that no longer does is gone. */
export type Lease = {
  /** Empty: nobody. */
  readonly holder: string
  readonly beat: string
}

/** What every replica looks at once a second. */
type Control = {
  readonly lease: Lease
  /** Of the latest prices; `undefined`: there are none. */
  readonly version: string | undefined
  /** By asset. */
  readonly halts: ReadonlyMap<string, Halt>
}

export type ControlStore = {
  read(): Promise<Control>
  /** Takes the lease over from what was last seen of it. Whether that worked: another may have been quicker. */
  claim(seen: Lease, next: Lease): Promise<boolean>
  /** Whether the lease is still the holder's. */
  renew(next: Lease): Promise<boolean>
  /** Tells everyone that there are new prices. */
  announce(version: string): Promise<void>
}

const LeaseItem = z.object({
  sk: z.literal(LEASE_KEY),
  holder: z.string().default(''),
  beat: z.string().default(''),
  version: z.string().optional(),
})

const HaltItem = z
  .object({
    sk: z.templateLiteral(['HALT#', z.string()]),
    reason: z.string(),
    by: z.string(),
    at: z.string(),
  })
  .transform(({ sk, ...halt }): [string, Halt] => [sk.slice(haltKey('').length), halt])

const NOBODY: Lease = { holder: '', beat: '' }

export const dynamoControl = ({ documents, tableName }: Database): ControlStore => {
  const TableName = tableName(MARKET.name)
  const Key = { pk: CONTROL, sk: LEASE_KEY }

  const setLease = async (
    { holder, beat }: Lease,
    condition: string,
    values: Record<string, string>,
  ): Promise<boolean> => {
    try {
      await documents.send(
        new UpdateCommand({
          TableName,
          Key,
          UpdateExpression: 'SET holder = :holder, beat = :beat',
          ConditionExpression: condition,
          ExpressionAttributeValues: { ':holder': holder, ':beat': beat, ...values },
        }),
      )
      return true
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false
      throw error
    }
  }

  return {
    async read() {
      const { Items = [] } = await documents.send(
        new QueryCommand({
          TableName,
          KeyConditionExpression: 'pk = :pk',
          ExpressionAttributeValues: { ':pk': CONTROL },
          // A halt counts from the answer to the admin on, at whoever reads after it.
          ConsistentRead: true,
        }),
      )
      return controlOf(Items)
    },

    claim: async (seen, next) =>
      await setLease(
        next,
        'attribute_not_exists(holder) OR (holder = :seen AND beat = :seenBeat)',
        {
          ':seen': seen.holder,
          ':seenBeat': seen.beat,
        },
      ),

    // An attempt that was applied and whose answer was lost is repeated by the client: it must pass again.
    renew: async (next) => await setLease(next, 'holder = :holder', {}),

    async announce(version) {
      await documents.send(
        new UpdateCommand({
          TableName,
          Key,
          UpdateExpression: 'SET version = :version',
          ExpressionAttributeValues: { ':version': version },
        }),
      )
    },
  }
}

const controlOf = (items: readonly Record<string, unknown>[]): Control => {
  const lease = items.map((item) => LeaseItem.safeParse(item).data).find(Boolean)
  const halts = items.flatMap((item) => {
    const halt = HaltItem.safeParse(item).data
    return halt === undefined ? [] : [halt]
  })
  return {
    lease: lease === undefined ? NOBODY : { holder: lease.holder, beat: lease.beat },
    version: lease?.version,
    halts: new Map(halts),
  }
}
