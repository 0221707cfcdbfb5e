import { expect, it, onTestFinished, vi } from 'vitest'

import { followRevocations } from '../src/security/follow-revocations.ts'
import { RevokedAccess } from '../src/security/revoked-access.ts'
import { Revoker } from '../src/security/revoker.ts'
import { lowestIdAt } from '../src/security/time-ids.ts'
import { testDatabase } from '../src/testing/test-database.ts'

const NOTHING_LOGGED = { warn: () => {} }
const LIFE = { longestTokenSeconds: 1_800 }
const now = () => new Date()

/**
 * Two processes on one database: one that ends access, one that only follows.
 * @param aheadMs by which the clock of the first is ahead.
 */
const startTwo = async (aheadMs = 0) => {
  const database = await testDatabase()
  const otherNow = () => new Date(Date.now() + aheadMs)
  const revoker = new Revoker(database, new RevokedAccess(otherNow), { ...LIFE, now: otherNow })
  const follower = async () => {
    const revoked = new RevokedAccess(now)
    const following = await followRevocations(database, revoked, { ...LIFE, log: NOTHING_LOGGED })
    onTestFinished(following.stop)
    return revoked
  }
  return { revoker, follower }
}

const alice = { username: 'alice_trader', sessionId: 'session-of-alice' }
const otherSession = { ...alice, sessionId: 'another' }

it('a process that starts knows what has ended before', async () => {
  const { revoker, follower } = await startTwo()
  await revoker.change(['session:session-of-alice'], 'revoked')
  const revoked = await follower()
  expect([revoked.isRevoked(alice), revoked.isRevoked(otherSession)]).toEqual([true, false])
})

it('a process that runs learns of the end of a user, and of the return', async () => {
  const { revoker, follower } = await startTwo()
  const revoked = await follower()
  await revoker.change(['user:alice_trader'], 'revoked')
  await vi.waitUntil(() => revoked.isRevoked(otherSession), { timeout: 5_000 })
  await revoker.change(['user:alice_trader'], 'restored')
  await vi.waitUntil(() => !revoked.isRevoked(otherSession), { timeout: 5_000 })
  expect(revoked.isRevoked({ ...alice, username: 'somebody_else' })).toBe(false)
})

it.each([-10, 10])(
  'a process that runs learns of an end by a clock that is %i minutes off',
  async (minutes) => {
    const { revoker, follower } = await startTwo(minutes * 60_000)
    const revoked = await follower()
    for (const username of ['alice_trader', 'bob_trader']) {
      await revoker.change([`user:${username}`], 'revoked')
      await expect
        .poll(() => revoked.isRevoked({ ...alice, username }), { timeout: 5_000 })
        .toBe(true)
    }
  },
)

it('a process that runs learns of an end by a clock that is far behind that of another writer', async () => {
  const database = await testDatabase()
  const writer = async (aheadMs: number) => {
    const otherNow = () => new Date(Date.now() + aheadMs)
    const revoked = new RevokedAccess(otherNow)
    const following = await followRevocations(database, revoked, { ...LIFE, log: NOTHING_LOGGED })
    onTestFinished(following.stop)
    return { ...following, revoker: new Revoker(database, revoked, { ...LIFE, now: otherNow }) }
  }
  const [right, behind] = [await writer(0), await writer(-120_000)]
  const revoked = new RevokedAccess(now)
  const following = await followRevocations(database, revoked, { ...LIFE, log: NOTHING_LOGGED })
  onTestFinished(following.stop)
  await right.revoker.change(['user:bob_trader'], 'revoked')
  await Promise.all([behind.catchUp(), following.catchUp()])
  await behind.revoker.change(['user:alice_trader'], 'revoked')
  await following.catchUp()
  expect(revoked.isRevoked(alice)).toBe(true)
})

it('the end of a user is not undone by an earlier return that is read later', () => {
  const revoked = new RevokedAccess(now)
  const time = Date.now()
  const change = { subject: 'user:alice_trader', until: time / 1_000 + 60 }
  const restored = { ...change, id: lowestIdAt(time - 1), state: 'restored' as const }
  revoked.note({ ...change, id: lowestIdAt(time), state: 'revoked' })
  revoked.note(restored)
  expect(revoked.isRevoked(alice)).toBe(true)
  revoked.note({ ...restored, id: lowestIdAt(time + 1) })
  expect(revoked.isRevoked(alice)).toBe(false)
})

it('is forgotten once no token can be left that it was about', async () => {
  let time = Date.now()
  const revoked = new RevokedAccess(() => new Date(time))
  const until = time / 1_000 + 60
  revoked.note({ id: lowestIdAt(time), subject: 'user:alice_trader', state: 'revoked', until })
  expect(revoked.isRevoked(alice)).toBe(true)
  time += 61_000
  expect(revoked.isRevoked(alice)).toBe(false)
})
