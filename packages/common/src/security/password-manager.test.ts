import { describe, expect, it } from 'vitest'

import { PasswordManager } from './password-manager.ts'

describe('PasswordManager', () => {
  it('knows the password of a hash, also of one made at another cost', async () => {
    const hash = await new PasswordManager(4).hash('Correct-Horse-7')
    const passwords = new PasswordManager(6)
    expect(await passwords.verify('Correct-Horse-7', hash)).toBe(true)
    expect(await passwords.verify('correct-horse-7', hash)).toBe(false)
    expect(await passwords.verify('Correct-Horse-7', undefined)).toBe(false)
  })

  it('refuses what would wait too long, and goes on afterwards', async () => {
    const passwords = new PasswordManager(4)
    const outcomes = await Promise.allSettled(
      Array.from({ length: 200 }, (_, i) => passwords.hash(`Correct-Horse-${i}`)),
    )
    const refused = outcomes.filter((outcome) => outcome.status === 'rejected')
    expect(refused.length).toBeGreaterThan(0)
    for (const { reason } of refused) expect(reason).toMatchObject({ code: 'TRY_AGAIN' })
    expect(await passwords.hash('Correct-Horse-7')).toMatch(/^\$2b\$04\$/)
  })

  it('says which hashes are of a lower cost than new ones', async () => {
    const hash = await new PasswordManager(5).hash('Correct-Horse-7')
    expect([4, 5, 6].map((cost) => new PasswordManager(cost).isOutdated(hash))).toEqual([
      false,
      false,
      true,
    ])
  })
})
