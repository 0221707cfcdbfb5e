import type { Database } from '../dynamodb/client.ts'

export type Clock = { readonly now: () => Date }

/** What every act on the ledger needs: where it is kept, and what time it is. */
export type Ledger = Clock & { readonly database: Database }
