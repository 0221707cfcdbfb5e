import { createHash } from 'node:crypto'

import type { Redis } from 'ioredis'
import { z } from 'zod'

import {
  WINDOW_MS,
  type AccessChange,
  type Admission,
  type AdmissionRequest,
  type AdmissionStore,
} from '#src/admission/admission'
import { askTogether } from '#src/admission/ask-together'

/**
 * One round trip for everything a request is asked, and one for all requests that are asked together: counts
 * each in its window (the first one starts the window) and looks whether its caller's access has ended. One
 * script, so that a counter can never be left without an end.
 *
 * KEYS: of each request its counter, then its subjects. ARGV: the window, then of each request how many keys
 * it has. Answers count, rest of the window and a word on each subject, request after request.
 */
const ADMIT = `
local answer = {}
local key = 1
for i = 2, #ARGV do
  local count = redis.call('INCR', KEYS[key])
  local ttl = redis.call('PTTL', KEYS[key])
  if ttl < 0 then
    redis.call('PEXPIRE', KEYS[key], ARGV[1])
    ttl = tonumber(ARGV[1])
  end
  answer[#answer + 1] = count
  answer[#answer + 1] = ttl
  local last = key + tonumber(ARGV[i]) - 1
  for subject = key + 1, last do
    answer[#answer + 1] = redis.call('GET', KEYS[subject]) or ''
  end
  key = last + 1
end
return answer
`

const ADMIT_SHA = createHash('sha1').update(ADMIT).digest('hex')

const Answer = z.array(z.union([z.number(), z.enum(['revoked', 'restored', ''])]))
type Word = z.infer<typeof Answer>[number]

export type SharedStore = AdmissionStore & {
  /** Tells a change unless there is already a word on its subject. */
  readonly remind: (change: AccessChange) => Promise<void>
}

/** Counters and changes of access shared by all gateways. Rejects when Redis does not answer at once. */
export const redisStore = (redis: Redis): SharedStore => ({
  admit: askTogether((requests: readonly AdmissionRequest[]) => admitAll(redis, requests)),

  async changeAccess({ subject, state, ttlSeconds }) {
    await redis.set(accessKey(subject), state, 'EX', ttlSeconds)
  },

  async remind({ subject, state, ttlSeconds }) {
    await redis.set(accessKey(subject), state, 'EX', ttlSeconds, 'NX')
  },
})

const admitAll = async (
  redis: Redis,
  requests: readonly AdmissionRequest[],
): Promise<Admission[]> => {
  const keys: string[] = []
  for (const { counter, subjects } of requests) {
    keys.push(`limit:${counter}`)
    for (const subject of subjects) keys.push(accessKey(subject))
  }
  const keysOfEach = requests.map(({ subjects }) => 1 + subjects.length)
  const words = Answer.parse(await runAdmit(redis, keys, [WINDOW_MS, ...keysOfEach])).values()
  return requests.map(({ subjects }) => ({
    count: numberIn(words.next()),
    resetMs: numberIn(words.next()),
    shared: true,
    access: subjects.map(() => stateIn(words.next())),
  }))
}

const numberIn = ({ value }: IteratorResult<Word, undefined>): number => {
  if (typeof value !== 'number') throw new TypeError('Redis answered another shape than the script')
  return value
}

const stateIn = ({ value }: IteratorResult<Word, undefined>): Admission['access'][number] => {
  if (typeof value !== 'string') throw new TypeError('Redis answered another shape than the script')
  return value === '' ? undefined : value
}

/** By its hash, as the text would be most of each request; the text is sent when Redis does not know the hash. */
const runAdmit = async (
  redis: Redis,
  keys: readonly string[],
  args: readonly number[],
): Promise<unknown> => {
  try {
    return await redis.evalsha(ADMIT_SHA, keys.length, ...keys, ...args)
  } catch (error) {
    if (!(error instanceof Error) || !error.message.startsWith('NOSCRIPT')) throw error
    return await redis.eval(ADMIT, keys.length, ...keys, ...args)
  }
}

const accessKey = (subject: string): string => `access:${subject}`
