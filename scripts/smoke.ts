/**
 * `pnpm smoke --base-url URL`: the cross-service and browser tests of `npm test` against a product that is
 * already running: composed, in a cluster or in the cloud. It opens accounts and trades on them.
 *
 *   --base-url     where the page is, which serves the API under the same origin
 *   --gateway-url  where the API is when the page does not serve it
 *
 * With ADMIN_USERNAME and ADMIN_PASSWORD the routes are attacked as well, one after the other: for a product
 * with its limits off (RATE_LIMIT_*=0), and not for one that people use.
 */
import { parseArgs } from 'node:util'

import { Health } from '@cnop/contracts/health'

import { ensureTestTools } from './test/test-tools.ts'
import { runTests } from './test/tests.ts'

const { values } = parseArgs({
  options: { 'base-url': { type: 'string' }, 'gateway-url': { type: 'string' } },
})
const page = values['base-url']?.replace(/\/$/, '')
if (page === undefined || !URL.canParse(page)) {
  console.error('Say where the page is: pnpm smoke --base-url http://localhost:3000')
  process.exit(2)
}
const gateway = values['gateway-url']?.replace(/\/$/, '') ?? page

const health = await fetch(`${gateway}/api/v1/health`)
  .then(async (answer) => Health.parse(await answer.json()))
  .catch((error: unknown) => {
    console.error(`${gateway}/api/v1/health does not answer as the gateway does:`, error)
    process.exit(1)
  })
console.log(`${gateway} is ${health.status}, version ${health.version}`)

// The product brings its own Redis.
ensureTestTools(['chromium'])
const attack = process.env['ADMIN_USERNAME'] !== undefined
const { passed, failed } = await runTests('e2e', {
  environment: { PAGE_URL: page, GATEWAY_URL: gateway },
  options: attack ? [] : ['--exclude', 'e2e/{security-*,caching}.test.ts'],
})
console.log(`\n${passed} passed, ${failed} failed`)
process.exit(failed === 0 && passed > 0 ? 0 : 1)
