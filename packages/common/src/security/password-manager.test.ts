import bcrypt from 'bcrypt'
import { describe, expect, it } from 'vitest'

import { PasswordManager } from './password-manager.ts'

describe('PasswordManager', () => {
  it('recognizes the password of a hash, and a hash of a lower cost as outdated', async () => {
    const hash = await new PasswordManager(5).hash('Correct-Horse-7')
    for (const [cost, verdict] of [
      [4, 'right'],
      [5, 'right'],
      [6, 'outdated'],
    ] as const) {
      const passwords = new PasswordManager(cost)
      expect(await passwords.verify('Correct-Horse-7', hash)).toBe(verdict)
      expect(await passwords.verify('correct-horse-7', hash)).toBe('wrong')
      expect(await passwords.verify('Correct-Horse-7', undefined)).toBe('wrong')
    }
  })

  it('takes a password in any Unicode spelling', async () => {
    const passwords = new PasswordManager(4)
    const composed = 'Caf\u00e9-Horse-77'
    const decomposed = 'Cafe\u0301-Horse-77'
    const fullWidth = '\uff23af\u00e9-Horse-77'
    const hash = await passwords.hash(decomposed)
    for (const spelling of [composed, decomposed, fullWidth])
      expect(await passwords.verify(spelling, hash)).toBe('right')
    expect(await passwords.verify('Cafe-Horse-77', hash)).toBe('wrong')
  })

  it('recognizes a hash of the text as typed, and says that it is outdated', async () => {
    const typed = 'Cafe\u0301-Horse-77'
    const old = await bcrypt.hash(typed, 4)
    const passwords = new PasswordManager(4)
    expect(await passwords.verify(typed, old)).toBe('outdated')
    expect(await passwords.verify('Caf\u00e9-Horse-77', old)).toBe('wrong')
    expect(await passwords.verify(typed, undefined)).toBe('wrong')
  })

  it('refuses what only begins with the password', async () => {
    const passwords = new PasswordManager(4)
    const longest = `Correct-Horse-7${'x'.repeat(57)}`
    const hash = await passwords.hash(longest)
    expect(await passwords.verify(longest, hash)).toBe('right')
    expect(await passwords.verify(`${longest}y`, hash)).toBe('wrong')
    await expect(passwords.hash(`${longest}y`)).rejects.toThrow('more than 72 bytes')
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
})
