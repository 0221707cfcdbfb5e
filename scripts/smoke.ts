/**
 * `pnpm smoke --base-url URL`: the cross-service and browser tests of `npm test` against a product that is
 * already running: composed, in a cluster or in the cloud. It opens accounts and trades on them.
 *
 *   --base-url     where the page is, which serves the API under the same origin
 *   --read-only    only looks: is everything up, and are prices fresh? For a product that people use
 *   --gateway-url  where the gateway is: then its description of the API is tried out as well
 *
 * With ADMIN_USERNAME and ADMIN_PASSWORD the pages of administrators are used as well, and the routes attacked,
 * one after the other: for a product with its limits off (RATE_LIMIT_*=0), and not for one that people use.
 */
import { parseArgs } from 'node:util'

import { Health } from '@cnop/contracts/health'

import { whatIsWrong } from './smoke/look.ts'
import { ensureTestTools } from './test/test-tools.ts'
import { runTests } from './test/tests.ts'

const { values } = parseArgs({
  options: {
    'base-url': { type: 'string' },
    'gateway-url': { type: 'string' },
    'read-only': { type: 'boolean', default: false },
  },
})
const page = values['base-url']?.replace(/\/$/, '')
if (page === undefined || !URL.canParse(page)) {
  console.error('Say where the page is: pnpm smoke --base-url http://localhost:3000')
  process.exit(2)
}
if (values['read-only']) {
  const wrong = await whatIsWrong(page)
  for (const line of wrong) console.error(line)
  if (wrong.length === 0) console.log(`${page} is up, with fresh prices`)
  process.exit(wrong.length === 0 ? 0 : 1)
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
const leftOut = [
  // Only `npm start` has one: what is shipped holds no account whose password is known.
  'page-demo',
  // Clocks differ on a product of the test's own.
  'clocks',
  ...(values['gateway-url'] === undefined ? ['api-docs'] : []),
  ...(process.env['ADMIN_USERNAME'] === undefined
    ? ['page-admin*', 'page-halted', 'security-*', 'caching']
    : []),
]
const { passed, failed } = await runTests('e2e', {
  environment: { PAGE_URL: page, GATEWAY_URL: gateway },
  options: leftOut.flatMap((name) => ['--exclude', `e2e/${name}.test.ts`]),
})
console.log(`\n${passed} passed, ${failed} failed`)
process.exit(failed === 0 && passed > 0 ? 0 : 1)
