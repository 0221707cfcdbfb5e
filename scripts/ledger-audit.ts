/**
 * `pnpm ledger:audit [--user NAME] [--json]`: the audit of order-service, on the database that
 * DYNAMODB_ENDPOINT names (`aws` for the real one), else on the data of `npm start`, whether or not it is running.
 */
import { runOnDatabase } from './run-on-database.ts'

await runOnDatabase('apps/order-service/src/audit-ledger/main.ts')
