import { startStack } from '/work/main/packages/local-stack/src/stack.ts'
import { memoryOfTree } from '/work/main/packages/local-stack/src/memory.ts'
import { seedDemo } from '/work/main/packages/local-stack/src/demo/seed-demo.ts'
import { connectDatabase } from '/work/main/packages/common/src/dynamodb/client.ts'
import { dynamoDbSettings } from '/work/main/packages/common/src/dynamodb/config.ts'
import { readSettings } from '/work/main/packages/common/src/http/settings.ts'
const t=performance.now()
const stack = await startStack({ environment: process.env, ports: {gateway: 28080, user: 28000, inventory: 28001, order: 28002, page: 23000}, directory: '/tmp/stackdata', pageRoot: '/tmp/dist', onUnexpectedExit: c => console.log('exit', c.name) })
console.log('up', performance.now()-t, stack.urls, stack.database, stack.redis)
for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY']) process.env[name] ??= stack.env[name]
const database = await connectDatabase(readSettings(dynamoDbSettings, stack.env))
await seedDemo({ database, userServiceUrl: stack.urls.user, inventoryServiceUrl: stack.urls.inventory })
console.log('seeded', performance.now()-t, memoryOfTree(process.pid))
process.on('SIGTERM', async () => { const t=performance.now(); await stack.stop(); console.log('stopped', performance.now()-t); process.exit(0) })
