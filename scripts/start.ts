/** `npm start`: the whole product on this machine, with its data in `.data/`. */
import { isAbsolute, relative } from 'node:path'
import { performance } from 'node:perf_hooks'

import { connectDatabase } from '@cnop/common/dynamodb/client'
import { dynamoDbSettings } from '@cnop/common/dynamodb/config'
import { readSettings } from '@cnop/common/http/settings'
import { Asset } from '@cnop/contracts/inventory'
import { DEMO_ACCOUNT } from '@cnop/local-stack/demo/demo-account'
import { seedDemo } from '@cnop/local-stack/demo/seed-demo'
import { memoryOfTree } from '@cnop/local-stack/memory'
import { startStack, type Stack } from '@cnop/local-stack/stack'

import { PAGE_ROOT, buildPage } from './build-page.ts'
import { openLocalData } from './local-data.ts'
import { localPorts } from './local-ports.ts'
import { ROOT } from './repository.ts'
import { runUntilStopped } from './until-stopped.ts'

await runUntilStopped(async (watching) => {
  const ports = await localPorts()
  const directory = openLocalData()
  await buildPage()
  const stack = await startStack({
    environment: process.env,
    ports,
    directory,
    pageRoot: PAGE_ROOT,
    ...watching,
  })
  await seed(stack)
  await printTable(stack)
  return stack
})

async function seed({ env }: Stack): Promise<void> {
  // The SDK looks for credentials in the process's own environment.
  for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY']) process.env[name] ??= env[name]
  const database = await connectDatabase(readSettings(dynamoDbSettings, env))
  await seedDemo(database, env)
  database.close()
}

async function printTable({ urls, database, redis }: Stack): Promise<void> {
  const memory = memoryOfTree(process.pid)
  const rows = [
    ['Page', urls.page],
    ['Demo account', `${DEMO_ACCOUNT.username} / ${DEMO_ACCOUNT.password}`],
    ['', ''],
    ['Gateway', `${urls.gateway}/api/v1`],
    ['API docs', `${urls.gateway}/docs`],
    ['Services', `user ${urls.user} · inventory ${urls.inventory} · order ${urls.order}`],
    ['', ''],
    ['Data', isAbsolute(database) ? relative(ROOT, database) : database],
    ['Prices', await sourceOfPrices(urls.inventory)],
    ['Redis', redis],
    ['Logs', '.data/logs'],
    ['Memory', memory === undefined ? 'unknown on this system' : `${memory} MiB in all processes`],
  ]
  const width = Math.max(...rows.map(([label = '']) => label.length))
  const lines = rows.map(([label = '', value = '']) =>
    `  ${label.padEnd(width)}   ${value}`.trimEnd(),
  )
  const seconds = (performance.now() / 1_000).toFixed(1)
  console.log(`\nCloud-Native Order Processor is ready (${seconds} s)\n\n${lines.join('\n')}\n`)
  console.log('Ctrl-C stops everything. Your data stays.')
}

async function sourceOfPrices(inventoryUrl: string): Promise<string> {
  const answer = await fetch(`${inventoryUrl}/inventory/assets/BTC`)
  const { price_source } = Asset.parse(await answer.json())
  return price_source === 'coingecko'
    ? 'of the real market, from CoinGecko'
    : 'of a simulated market'
}
