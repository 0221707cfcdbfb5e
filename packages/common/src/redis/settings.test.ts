import { describe, expect, it } from 'vitest'

import { readSettings, SettingsError } from '../http/settings.ts'
import { redisSettings } from './settings.ts'

const read = (REDIS_URL: string) => readSettings(redisSettings, { REDIS_URL }).REDIS_URL

describe('REDIS_URL', () => {
  it.each([
    '',
    'redis://localhost',
    'redis://:a-password@redis:6379',
    'redis://:with%2Fslash@redis:6379',
    'rediss://user:password@redis.example.com:6380/2',
    'redis://[::1]:6379/0?family=6',
  ])('may be %j', (url) => {
    expect(read(url)).toBe(url)
  })

  it.each([
    'redis:6379',
    'redis:/1',
    'http://redis:6379',
    'redis://:with/a-slash@redis:6379',
    'redis://user:12/a-slash@redis:6379',
  ])('is refused as %j, by its name and without its value', (url) => {
    expect(() => read(url)).toThrow(SettingsError)
    expect(() => read(url)).toThrow(
      /^These settings are wrong:\n {2}REDIS_URL: must be a URL such as redis:\/\/:password@host:6379, the password written for URLs$/,
    )
  })
})
