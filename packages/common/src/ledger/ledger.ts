import type { Database } from '../dynamodb/client.ts'

/** What every act on the ledger needs: where it is kept, and what time it is. */
export type Ledger = {
  readonly database: Database
  readonly now: () => Date
}
