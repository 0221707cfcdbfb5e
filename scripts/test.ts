/**
 * `npm test`: everything that must hold. Runs every check whatever the others say; the last line counts.
 *
 *   npm test                 all of it
 *   npm test -- --only unit  one of: checks, unit, infra, service, e2e
 */
import { parseArgs } from 'node:util'

import { buildPage } from './build-page.ts'
import { checks, runCheck } from './test/checks.ts'
import { ensureTestTools } from './test/test-tools.ts'
import { runTests, type TestCounts } from './test/tests.ts'

const PARTS = ['checks', 'unit', 'infra', 'service', 'e2e'] as const
type Part = (typeof PARTS)[number]

const { values } = parseArgs({ options: { only: { type: 'string' } } })
const only = PARTS.find((part) => part === values.only)
if (values.only !== undefined && only === undefined) {
  console.error(`--only takes one of: ${PARTS.join(', ')}`)
  process.exit(2)
}
const wanted = (part: Part): boolean => only === undefined || only === part

const total: TestCounts = { passed: 0, failed: 0 }
const add = ({ passed, failed }: TestCounts): void => {
  total.passed += passed
  total.failed += failed
}

ensureTestTools()
if (wanted('checks'))
  for (const check of checks)
    add((await runCheck(check)) ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 })
if (wanted('unit')) add(await runTests('unit'))
if (wanted('infra')) add(await runTests('infra'))
if (wanted('service')) add(await runTests('service'))
if (wanted('e2e')) {
  await buildPage()
  add(await runTests('e2e'))
}

console.log(`\n${total.passed} passed, ${total.failed} failed`)
process.exit(total.failed === 0 && total.passed > 0 ? 0 : 1)
