import { describe, expect, it } from 'vitest'

import { isGuessablePassword } from './guessable-password.ts'

const RELATED = ['moonwalker_9', 'neil.a@example.com', 'neil.a', 'Neil', 'Armstrong']

describe('a password that is easy to guess', () => {
  it.each([
    'Poiuytrewq12!',
    'Mnbvcxz09876!A',
    'Poiuylkjh12!A',
    'Qweasdzxc123!',
    'Zxcvbnm,./12A',
    'Azertyuiop12!',
    'Lkjhgfdsa987!',
    'January-2026!',
    'Summer2026!!!A',
    'Abcdefghij12!',
    'Michael-1985!',
    '2001-09-11-Aa',
    'Neil-Armstrong-1',
    'Armstrong!Neil.77',
    'Moonwalker-9!',
  ])('%s', async (password) => {
    expect(await isGuessablePassword(password, RELATED)).toBe(true)
  })
})

describe('a password that is hard to guess', () => {
  it.each([
    'Correct-Horse-7',
    'Paper-Falcon-2026!',
    'Fresh-Apple-42!',
    'Tangerine-Lamp-9',
    'my dog Eats 3 apples!',
    'Xk9#mQ2$vL5z',
    '\u00dcberraschung-im-Wald-4',
    '\u6b63\u786e\u7684\u9a6c-\u7535\u6c60-\u8ba2\u4e66\u9488-aA7',
  ])('%s', async (password) => {
    expect(await isGuessablePassword(password, RELATED)).toBe(false)
  })

  it('is only so for others when it is made of the names of its user', async () => {
    expect(await isGuessablePassword('Silver-Lantern-7', RELATED)).toBe(false)
    expect(await isGuessablePassword('Silver-Lantern-7', ['Silver', 'Lantern'])).toBe(true)
  })
})

it('is estimated in bounded time, whatever it is made of', async () => {
  await isGuessablePassword('Correct-Horse-7', RELATED)
  const hostile = [
    '@4({[<380!1|$57+%2',
    '1',
    'p@ssw0rdl0v3m0nk3ydr@g0n',
    '01/02/1991',
    'aA1!',
    '|-|/\\',
  ]
  for (const part of hostile) {
    const password = part.repeat(70).slice(0, 1_024)
    const times: number[] = []
    for (let run = 0; run < 5; run += 1) {
      const start = process.cpuUsage()
      await isGuessablePassword(password, RELATED)
      const { user, system } = process.cpuUsage(start)
      times.push((user + system) / 1_000)
    }
    // An unbounded estimate takes minutes here; the usual one takes 5 to 40 ms.
    expect(Math.min(...times)).toBeLessThan(200)
  }
})
