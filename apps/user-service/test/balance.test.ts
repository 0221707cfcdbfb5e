import type { App } from '@cnop/common/http/create-app'
import type { Ledger } from '@cnop/common/ledger/ledger'
import { moveCash } from '@cnop/common/ledger/move-cash'
import type { OrderIntent } from '@cnop/common/ledger/new-order'
import { placeWaiting } from '@cnop/common/ledger/place-waiting'
import { countScans } from '@cnop/common/testing/count-scans'
import { testLedger } from '@cnop/common/testing/test-ledger'
import type { Explanation } from '@cnop/contracts/explain'
import { parseCash, parsePrice, parseQuantity } from '@cnop/money/text'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { signUp, startUserService } from './user-service.ts'

const ULID_LENGTH = 26

let app: App
let ledger: Ledger

beforeAll(async () => {
  ledger = await testLedger()
  app = await startUserService({ ledger })
})
afterAll(async () => await app.close())

type Headers = Record<string, string>

/** A cursor of the right form that nobody has signed. */
const UNSIGNED = Buffer.from(
  JSON.stringify({ before: '01ARZ3NDEKTSV4RRFFQ69G5FAV', balance: '1.23' }),
).toString('base64url')

const move = (url: string, body: string, headers: Headers) =>
  app.inject({
    method: 'POST',
    url,
    headers: { 'content-type': 'application/json', ...headers },
    body,
  })

const deposit = (amount: unknown, headers: Headers) =>
  move('/balance/deposit', JSON.stringify({ amount }), headers)

const withdraw = (amount: unknown, headers: Headers) =>
  move('/balance/withdraw', JSON.stringify({ amount }), headers)

/** When the oldest movement was made. */
const timeOfFirst = async (headers: Headers): Promise<string> => {
  const url = '/balance/transactions.csv'
  const csv = (await app.inject({ method: 'GET', url, headers })).body
  return csv.trim().split('\r\n').at(-1)?.split(',')[1] ?? ''
}

const balanceOf = async (headers: Headers): Promise<string> =>
  (await app.inject({ method: 'GET', url: '/balance', headers })).json().current_balance

describe('POST /balance/deposit', () => {
  it('201 takes the amount as a string or a number, exactly', async () => {
    const { headers } = await signUp(app)
    for (const amount of ['0.10', 0.2, '1000000', 1e3])
      expect((await deposit(amount, headers)).statusCode).toBe(201)
    expect(await balanceOf(headers)).toBe('1001000.30')
  })

  it('201 again with the first answer for the same key, however the amount is written', async () => {
    const { headers } = await signUp(app)
    const keyed = { ...headers, 'idempotency-key': 'intent-1' }
    const first = await deposit('25.50', keyed)
    const again = await deposit(25.5, keyed)
    expect(again.body).toBe(first.body)
    expect(first.headers['idempotent-replayed']).toBeUndefined()
    expect(again.headers['idempotent-replayed']).toBe('true')
    expect(await balanceOf(headers)).toBe('25.50')
  })

  it('422 IDEMPOTENCY_KEY_REUSED for the same key with another amount', async () => {
    const { headers } = await signUp(app)
    const keyed = { ...headers, 'idempotency-key': 'intent-1' }
    await deposit('1.00', keyed)
    const other = await deposit('2.00', keyed)
    expect([other.statusCode, other.json().code]).toEqual([422, 'IDEMPOTENCY_KEY_REUSED'])
    expect(await balanceOf(headers)).toBe('1.00')
  })

  it.each([
    '{"amount":"0"}',
    '{"amount":"0.001"}',
    '{"amount":"-1"}',
    '{"amount":"1000000.01"}',
    '{"amount":"NaN"}',
    '{"amount":"1e3"}',
    '{"amount":" 1"}',
    '{"amount":null}',
    '{"amount":true}',
    '{"amount":["1"]}',
    '{"amount":{}}',
    '{"amount":1e400}',
    '{"amount":1e-400}',
    '{"amount":100.00000000000000001}',
    '{"amount":"1","extra":1}',
    '{}',
    '[]',
    '"1"',
    '',
  ])('422 for %s and moves nothing', async (body) => {
    const { headers } = await signUp(app)
    const answer = await move('/balance/deposit', body, headers)
    expect([answer.statusCode, answer.json().code]).toEqual([422, 'VALIDATION_FAILED'])
    expect(await balanceOf(headers)).toBe('0.00')
  })

  it.each(['{', '{"amount":01}', '{"amount":"1","__proto__":{"a":1}}'])(
    '400 for the body %j',
    async (body) => {
      const { headers } = await signUp(app)
      const answer = await move('/balance/deposit', body, headers)
      expect([answer.statusCode, answer.json().code]).toEqual([400, 'MALFORMED_JSON'])
    },
  )

  it.each(['', 'has space', 'é', 'x'.repeat(256)])('422 for the key %j', async (key) => {
    const { headers } = await signUp(app)
    const answer = await deposit('1.00', { ...headers, 'idempotency-key': key })
    expect(answer.statusCode).toBe(422)
  })

  it('401 without a token and 415 for another kind of body', async () => {
    const { headers } = await signUp(app)
    expect((await deposit('1.00', {})).statusCode).toBe(401)
    const text = await move('/balance/deposit', 'amount=1', {
      ...headers,
      'content-type': 'text/plain',
    })
    expect([text.statusCode, text.json().code]).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE'])
  })
})

describe('POST /balance/withdraw', () => {
  it('201 takes money out and answers the positive amount', async () => {
    const { headers } = await signUp(app)
    await deposit('10.00', headers)
    const answer = await withdraw('2.50', headers)
    expect(answer.statusCode).toBe(201)
    expect(answer.json()).toMatchObject({ success: true, amount: '2.50' })
    expect(await balanceOf(headers)).toBe('7.50')
  })

  it('409 INSUFFICIENT_BALANCE for a cent too much, and moves nothing', async () => {
    const { headers } = await signUp(app)
    await deposit('10.00', headers)
    const answer = await withdraw('10.01', headers)
    expect([answer.statusCode, answer.json().code]).toEqual([409, 'INSUFFICIENT_BALANCE'])
    expect(await balanceOf(headers)).toBe('10.00')
  })
})

describe('GET /balance/transactions/:id', () => {
  const find = async (id: string, headers: Record<string, string>) =>
    await app.inject({ method: 'GET', url: `/balance/transactions/${id}`, headers })

  it('200 one movement, and 404 for one that is not there or is somebody else’s, alike', async () => {
    const [one, other] = [await signUp(app), await signUp(app)]
    const { transaction_id: id } = (await deposit('10.00', one.headers)).json()
    expect((await find(id, one.headers)).json().data).toMatchObject({
      transaction_id: id,
      transaction_type: 'DEPOSIT',
      amount: '10.00',
    })
    const answers = [
      await find(id, other.headers),
      await find('01JH3Z4V9T2M5Q8R7S6W0XYABC', one.headers),
    ]
    expect(answers.map((answer) => [answer.statusCode, answer.json().code])).toEqual([
      [404, 'TRANSACTION_NOT_FOUND'],
      [404, 'TRANSACTION_NOT_FOUND'],
    ])
    expect((await find('not-an-id', one.headers)).statusCode).toBe(422)
  })
})

describe('GET /balance?explain=true', () => {
  it('200 the balance is what it began with and every movement since', async () => {
    const { headers } = await signUp(app)
    await deposit('10.00', headers)
    await withdraw('4.00', headers)
    const answer = await app.inject({ method: 'GET', url: '/balance?explain=true', headers })
    const { explanation, ...balance } = answer.json()
    expect(balance).toMatchObject({ current_balance: '6.00', available: '6.00', held: '0.00' })
    const terms = explanation.map(({ of, terms: list }: Explanation) => [
      of,
      list.map(({ name, amount }) => (name.length === ULID_LENGTH ? amount : `${name} ${amount}`)),
    ])
    expect(terms).toEqual([
      ['current_balance', ['available 6.00', 'held 0.00']],
      ['available', ['opening 0.00', '10.00', '-4.00']],
      ['held', []],
    ])
  })

  it('200 of a long history begins with what all older movements come to', async () => {
    const { headers } = await signUp(app)
    for (let round = 0; round < 11; round += 1)
      await Promise.all(Array.from({ length: 10 }, async () => await deposit('1.00', headers)))
    const url = '/balance?explain=true'
    const { explanation } = (await app.inject({ method: 'GET', url, headers })).json()
    const { terms, older } = explanation[1]
    expect([terms.length, terms[0].amount]).toEqual([101, '10.00'])
    const rest = (await app.inject({ method: 'GET', url: older, headers })).json()
    expect(rest.transactions).toHaveLength(10)
    expect(rest.transactions[0].balance_after).toBe('10.00')
  })
})

describe('GET /balance?explain=true with many open orders', () => {
  it('200 lists the newest hundred, and what all older ones hold', async () => {
    const { headers, username } = await signUp(app)
    await deposit('1000.00', headers)
    const intent: OrderIntent = {
      username,
      side: 'buy',
      assetId: 'BTC',
      quantity: parseQuantity('1'),
      request: 'limit_buy BTC 1',
      clientKey: undefined,
      clientOrderId: undefined,
    }
    const limit = { price: parsePrice('2'), timeInForce: 'gtc', expiresAt: undefined } as const
    for (let round = 0; round < 11; round += 1)
      await Promise.all(Array.from({ length: 10 }, () => placeWaiting(ledger, intent, limit)))
    const url = '/balance?explain=true'
    const answer = (await app.inject({ method: 'GET', url, headers })).json()
    const { terms, older } = answer.explanation[2]
    expect(answer.held).toBe('220.00')
    expect([terms.length, terms[0].name, terms[0].amount]).toEqual([101, 'older', '20.00'])
    expect(older).toBe('/orders?status=queued&limit=100')
  })
})

describe('GET /balance/transactions', () => {
  it('200 lists every movement once over all pages, newest first, each with the balance after it', async () => {
    const { headers } = await signUp(app)
    for (const amount of ['1.00', '2.00', '3.00', '4.00', '5.00']) await deposit(amount, headers)
    const rows: { amount: string; balance_after: string }[] = []
    let cursor = ''
    do {
      const page = (
        await app.inject({
          method: 'GET',
          url: `/balance/transactions?limit=2${cursor}`,
          headers,
        })
      ).json()
      expect(page.total_count).toBe(5)
      rows.push(...page.transactions)
      cursor = page.next_cursor === null ? '' : `&cursor=${page.next_cursor}`
    } while (cursor !== '')
    expect(rows.map((row) => [row.amount, row.balance_after])).toEqual([
      ['5.00', '15.00'],
      ['4.00', '10.00'],
      ['3.00', '6.00'],
      ['2.00', '3.00'],
      ['1.00', '1.00'],
    ])
  })

  it('200 selects by type and time, each movement still with the balance after it', async () => {
    const { headers } = await signUp(app)
    await deposit('10.00', headers)
    await withdraw('4.00', headers)
    await deposit('1.00', headers)
    await withdraw('2.00', headers)
    const list = async (query: string): Promise<string[][]> => {
      const answer = await app.inject({
        method: 'GET',
        url: `/balance/transactions?${query}`,
        headers,
      })
      return answer
        .json()
        .transactions.map((row: Record<string, string>) => [row['amount'], row['balance_after']])
    }
    expect(await list('type=WITHDRAW')).toEqual([
      ['-2.00', '5.00'],
      ['-4.00', '6.00'],
    ])
    expect(await list('type=DEPOSIT&from=2026-01-01')).toEqual([
      ['1.00', '7.00'],
      ['10.00', '10.00'],
    ])
    expect(await list('to=2026-01-01')).toEqual([])
  })

  it('200 examines 500 movements a page, so that one of a rare type may be empty with more to come', async () => {
    const { headers, username } = await signUp(app)
    await deposit('10.00', headers)
    await withdraw('4.00', headers)
    const paid = Array.from({ length: 600 }, (_, index) => index)
    const move = {
      username,
      type: 'DEPOSIT',
      amount: parseCash('1.00'),
      clientKey: undefined,
    } as const
    while (paid.length > 0) await Promise.all(paid.splice(0, 20).map(() => moveCash(ledger, move)))
    const page = async (query: string) =>
      (await app.inject({ method: 'GET', url: `/balance/transactions?${query}`, headers })).json()
    for (const query of ['type=WITHDRAW', `to=${await timeOfFirst(headers)}`]) {
      const scanned = countScans(ledger)
      const first = await page(query)
      expect(first).toMatchObject({ transactions: [], has_more: true, total_count: 602 })
      expect(scanned()).toBeLessThanOrEqual(500)
      const second = await page(`${query}&cursor=${first.next_cursor}`)
      const rows = second.transactions.map((row: Record<string, string>) => row['balance_after'])
      expect(rows).toEqual(query === 'type=WITHDRAW' ? ['6.00'] : ['10.00'])
      expect(second).toMatchObject({ next_cursor: null, has_more: false })
    }
  })

  it('200 as CSV has every movement with the balance after it', async () => {
    const { headers } = await signUp(app)
    await deposit('10.00', headers)
    await withdraw('4.00', headers)
    const url = '/balance/transactions.csv'
    const lines = (await app.inject({ method: 'GET', url, headers })).body.trim().split('\r\n')
    expect(lines[0]).toMatch(/^transaction_id,created_at,transaction_type,amount,balance_after,/)
    expect(lines.slice(1).map((line) => line.split(',').slice(2, 5))).toEqual([
      ['WITHDRAW', '-4.00', '6.00'],
      ['DEPOSIT', '10.00', '10.00'],
    ])
    expect(lines.map((line) => line.split(',').at(-1))).toEqual(['kind', 'Withdrawal', 'Deposit'])
  })

  it('200 as CSV with bom=1 begins with a byte-order mark, and is named after account and day', async () => {
    const { headers, username } = await signUp(app)
    await deposit('10.00', headers)
    const url = '/balance/transactions.csv'
    const plain = await app.inject({ method: 'GET', url, headers })
    const marked = await app.inject({ method: 'GET', url: `${url}?bom=1`, headers })
    expect(marked.body).toBe(`\u{feff}${plain.body}`)
    expect(marked.headers['content-disposition']).toMatch(
      new RegExp(`filename="transactions-${username}-\\d{4}-\\d\\d-\\d\\d\\.csv"`),
    )
  })

  it.each([
    'limit=0',
    'limit=101',
    'limit=x',
    'limit=1&limit=2',
    'cursor=abc',
    `cursor=${UNSIGNED}`,
    `cursor=${UNSIGNED}.${'x'.repeat(43)}`,
    'page=2',
    'type=GIFT',
    'from=2026-02-01&to=2026-01-01',
  ])('422 for ?%s', async (query) => {
    const { headers } = await signUp(app)
    const answer = await app.inject({
      method: 'GET',
      url: `/balance/transactions?${query}`,
      headers,
    })
    expect(answer.statusCode).toBe(422)
  })
})

describe('a daily limit', () => {
  it('409 DAILY_LIMIT_REACHED says what is left today; other users are not concerned', async () => {
    const limited = await startUserService({
      dailyLimits: { DEPOSIT: parseCash('100'), WITHDRAW: undefined },
    })
    const [one, two] = [await signUp(limited), await signUp(limited)]
    const put = (amount: string, headers: Headers) =>
      limited.inject({ method: 'POST', url: '/balance/deposit', payload: { amount }, headers })
    expect((await put('70', one.headers)).statusCode).toBe(201)
    const refused = await put('40', one.headers)
    expect([refused.statusCode, refused.json().code]).toEqual([409, 'DAILY_LIMIT_REACHED'])
    expect(refused.json().detail).toContain('30.00 more today')
    expect((await put('100', two.headers)).statusCode).toBe(201)
    await limited.close()
  })
})
