/**
 * `pnpm drill:market`: on a stack of its own, with a stand-in for CoinGecko whose prices move, two replicas
 * of inventory-service behind a balancer and a real browser, a trading page is left open for ten minutes (`-- --minutes 10`).
 * CoinGecko is unplugged after three tenths of that time and plugged in again after six, and the replica
 * that asks it for prices is ended by SIGKILL after eight.
 *
 * 1. price and chart must go on moving;
 * 2. the page must say Live, then Simulated, then Live;
 * 3. the browser must have nothing to complain of;
 * 4. the other replica must ask for prices within ten seconds.
 *
 * Ends with 1 when one of these does not hold.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'

import { startNode, type Child } from '@cnop/local-stack/child'
import { buildPageServer } from '@cnop/local-stack/page/page-server'
import { freePort, freeStackPorts } from '@cnop/local-stack/ports'
import { startStack } from '@cnop/local-stack/stack'
import { isHealthy, waitUntil } from '@cnop/local-stack/wait-until'

import { startFakeCoinGecko } from '../apps/inventory-service/test/fake-coingecko.ts'
import { PAGE_ROOT, buildPage } from './build-page.ts'
import { startBalancer } from './drill-market/balancer.ts'
import { movePrices } from './drill-market/move-prices.ts'
import { pollsOf, takenOverAfterMs } from './drill-market/polls.ts'
import { openTradePage } from './drill-market/trade-page.ts'
import { ROOT } from './repository.ts'

const MINUTE_MS = 60_000
const LONGEST_HAND_OVER_MS = 10_000
/** Five polls: a price that stands longer does not move. */
const LONGEST_STILL_MS = 30_000

const { values } = parseArgs({ options: { minutes: { type: 'string', default: '10' } } })
const totalMs = Number(values.minutes) * MINUTE_MS

const directory = mkdtempSync(join(tmpdir(), 'drill-market-'))
await buildPage()
const coinGeckoPort = await freePort()
let coinGecko = await startFakeCoinGecko(coinGeckoPort)
const ports = await freeStackPorts()
const prices = movePrices((coinId, price) => coinGecko.set(coinId, { current_price: price }))
const stack = await startStack({
  environment: {
    ...process.env,
    BCRYPT_COST: '4',
    LOG_LEVEL: 'warn',
    PRICE_SOURCE: 'auto',
    COINGECKO_BASE_URL: coinGecko.url,
    // A poll about every six seconds.
    COINGECKO_MONTHLY_CALLS: '500000',
  },
  ports,
  directory,
})
const joinStack = (app: string, settings: NodeJS.ProcessEnv): Child =>
  startNode({
    name: `${app}-2`,
    args: [join(ROOT, 'apps', app, 'src/main.ts')],
    env: { ...stack.env, ...settings },
    logDirectory: join(directory, 'logs'),
  })
const [secondPort, balancerPort, gatewayPort, pagePort] = [
  await freePort(),
  await freePort(),
  await freePort(),
  await freePort(),
]
const second = joinStack('inventory-service', { INVENTORY_SERVICE_PORT: String(secondPort) })
const balancer = await startBalancer(balancerPort, [ports.inventory, secondPort])
const gateway = joinStack('gateway', {
  GATEWAY_PORT: String(gatewayPort),
  INVENTORY_SERVICE_URL: `http://127.0.0.1:${balancerPort}`,
})
const secondUrl = `http://127.0.0.1:${secondPort}`
const gatewayUrl = `http://127.0.0.1:${gatewayPort}`
await waitUntil(second, () => isHealthy(secondUrl))
await waitUntil(gateway, () => isHealthy(gatewayUrl))
const pageServer = await buildPageServer({ root: PAGE_ROOT, gatewayUrl })
await pageServer.listen({ host: '127.0.0.1', port: pagePort })
const trade = await openTradePage(`http://localhost:${pagePort}`, gatewayUrl)
const problems: string[] = []

const untilMarked = async (mark: 'Live' | 'Simulated'): Promise<void> => {
  const started = performance.now()
  await trade.untilMarked(mark)
  console.log(`  the page says ${mark} after ${seconds(performance.now() - started)}`)
}

console.log(`${values.minutes} minutes before an open trading page:`)
await untilMarked('Live')
const watch = trade.watch()
await pause(totalMs * 0.3)
console.log('  CoinGecko is unplugged')
await coinGecko.close()
await untilMarked('Simulated')
await pause(totalMs * 0.3)
console.log('  CoinGecko is plugged in again')
coinGecko = await startFakeCoinGecko(coinGeckoPort)
prices.setAll()
await untilMarked('Live')
await pause(totalMs * 0.2)

if ((await pollsOf(secondUrl)) > 0) problems.push('the second replica polls already')
console.log('  the replica that polls is ended')
stack.kill('inventory-service')
const handOverMs = await takenOverAfterMs(secondUrl)
console.log(`  the other one polls after ${seconds(handOverMs)}`)
if (handOverMs > LONGEST_HAND_OVER_MS) problems.push('the hand-over took too long')
await pause(totalMs * 0.2)

const { looks, pricesSeen, chartsSeen, longestStillMs } = await watch.end()
console.log(
  `${looks} looks: ${pricesSeen} prices, ${chartsSeen} pictures of the chart; ` +
    `nothing moved for ${seconds(longestStillMs)} at the most`,
)
if (longestStillMs > LONGEST_STILL_MS) problems.push('the page stood still')
if (chartsSeen < pricesSeen / 2) problems.push('the chart did not move with the price')
for (const complaint of trade.complaints) problems.push(`the browser complained: ${complaint}`)

prices.stop()
await trade.close()
await pageServer.close()
await Promise.all([gateway.stop(), second.stop()])
balancer.close()
await stack.stop()
await coinGecko.close()
rmSync(directory, { recursive: true, force: true })
console.log(problems.length === 0 ? 'The market stayed alive.' : problems.join('\n'))
process.exit(problems.length === 0 ? 0 : 1)

function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(1)} s`
}
