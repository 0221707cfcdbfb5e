import { parseCash } from '@cnop/money/text'
import { expect, inject, it, onTestFinished } from 'vitest'

import { auditLedger } from '../src/ledger/audit/audit-ledger.ts'
import { readCash } from '../src/ledger/holdings.ts'
import { moveCash } from '../src/ledger/move-cash.ts'
import { startFaultProxy } from '../src/testing/fault-proxy.ts'
import { openAccount, testLedger } from '../src/testing/test-ledger.ts'
import '../src/testing/provided-context.ts'

it.each([-10, 10])(
  'a clock of AWS that is %i minutes ahead is noticed by the first requests, and nothing fails',
  async (minutes) => {
    const proxy = await startFaultProxy(inject('dynamodbEndpoint'))
    const refused = proxy.setClock(minutes * 60_000)
    const ledger = await testLedger(proxy.url)
    onTestFinished(async () => {
      ledger.database.close()
      await proxy.close()
    })
    // All tables are made at once; from the first answer on the client goes by that clock.
    const atFirst = refused()
    expect(atFirst).toBeGreaterThan(0)
    const username = 'skewed_trader'
    const amount = parseCash('5.00')
    await openAccount(ledger, username)
    for (const clientKey of ['one', 'two', 'one'])
      await moveCash(ledger, { username, type: 'DEPOSIT', amount, clientKey })
    expect((await readCash(ledger, username)).available).toBe(parseCash('10.00'))
    expect((await auditLedger(ledger, {})).findings).toEqual([])
    expect(refused()).toBe(atFirst)
  },
)
