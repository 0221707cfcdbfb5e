import { describe, expect, it } from 'vitest'
import { z } from 'zod'

import { redisSettings } from './settings.ts'

const read = (REDIS_URL: string) => z.object(redisSettings).safeParse({ REDIS_URL })

describe('REDIS_URL', () => {
  it.each([
    '',
    'redis://localhost',
    'redis://:a-password@redis:6379',
    'redis://:with%2Fslash@redis:6379',
    'rediss://user:password@redis.example.com:6380/2',
    'redis://[::1]:6379/0?family=6',
  ])('may be %j', (url) => {
    expect(read(url).data?.REDIS_URL).toBe(url)
  })

  it.each([
    'redis:6379',
    'redis:/1',
    'http://redis:6379',
    'redis://:with/a-slash@redis:6379',
    'redis://user:12/a-slash@redis:6379',
  ])('is refused as %j, by its name and without its value', (url) => {
    expect(read(url).error?.issues).toEqual([
      {
        code: 'custom',
        path: ['REDIS_URL'],
        message: 'must be a URL such as redis://:password@host:6379, the password written for URLs',
      },
    ])
  })
})
