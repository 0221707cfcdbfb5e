/**
 * `pnpm create-admin NAME`: makes a registered user an administrator, in the database that
 * DYNAMODB_ENDPOINT names, else in the data of `npm start`.
 */
import { runOnDatabase } from './run-on-database.ts'

await runOnDatabase('apps/user-service/src/create-admin/main.ts')
