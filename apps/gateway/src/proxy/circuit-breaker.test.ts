import { afterEach, beforeEach, expect, it, vi } from 'vitest'

import { CircuitBreaker, PROBE_INTERVAL_MS } from './circuit-breaker.ts'

let isAlive: boolean
let probes: number
let breaker: CircuitBreaker

beforeEach(() => {
  vi.useFakeTimers()
  isAlive = false
  probes = 0
  breaker = new CircuitBreaker(async () => {
    probes += 1
    if (!isAlive) throw new Error('no answer')
  })
})
afterEach(() => {
  breaker.stop()
  vi.useRealTimers()
})

const fail = (times: number): void => {
  for (let time = 0; time < times; time += 1) breaker.admit()?.failed()
}
const admits = (): boolean => breaker.admit() !== undefined
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms)

it('lets everything through while failures are single', () => {
  fail(4)
  breaker.admit()?.succeeded()
  fail(4)
  expect([breaker.state, admits(), breaker.waitMs]).toEqual(['closed', true, 0])
})

it('refuses every request after five failures in a row, and asks the service itself', async () => {
  fail(5)
  expect([breaker.state, admits(), breaker.waitMs]).toEqual(['open', false, PROBE_INTERVAL_MS])
  await pass(3 * PROBE_INTERVAL_MS)
  expect([breaker.state, admits(), probes]).toEqual(['open', false, 3])
})

it('admits any number of requests at once as soon as a probe is answered', async () => {
  fail(5)
  isAlive = true
  await pass(PROBE_INTERVAL_MS)
  expect([breaker.state, probes]).toEqual(['closed', 1])
  expect(Array.from({ length: 20 }, admits)).toEqual(Array.from({ length: 20 }, () => true))
  await pass(10 * PROBE_INTERVAL_MS)
  expect(probes).toBe(1)
})

it('refuses while its probe is on the way', async () => {
  const answer = Promise.withResolvers<void>()
  breaker = new CircuitBreaker(() => answer.promise)
  fail(5)
  await pass(PROBE_INTERVAL_MS)
  expect([breaker.state, admits()]).toEqual(['half-open', false])
  answer.resolve()
  await pass(0)
  expect([breaker.state, admits()]).toEqual(['closed', true])
})

it('closes when someone else has had an answer, and ignores the probe on the way', async () => {
  const answer = Promise.withResolvers<void>()
  breaker = new CircuitBreaker(() => answer.promise)
  fail(5)
  await pass(PROBE_INTERVAL_MS)
  breaker.close()
  answer.reject(new Error('late'))
  await pass(10 * PROBE_INTERVAL_MS)
  expect([breaker.state, admits()]).toEqual(['closed', true])
})

it('does not listen to requests from before it opened', async () => {
  const [early, late] = [breaker.admit(), breaker.admit()]
  fail(5)
  early?.succeeded()
  expect(breaker.state).toBe('open')
  isAlive = true
  await pass(PROBE_INTERVAL_MS)
  fail(4)
  late?.failed()
  expect(breaker.state).toBe('closed')
})

it('asks no more once it is stopped', async () => {
  fail(5)
  breaker.stop()
  await pass(10 * PROBE_INTERVAL_MS)
  expect([probes, vi.getTimerCount()]).toEqual([0, 0])
})

it('tells a probe on the way that it is stopped', async () => {
  const signals: AbortSignal[] = []
  breaker = new CircuitBreaker((signal) => {
    signals.push(signal)
    return Promise.withResolvers<void>().promise
  })
  fail(5)
  await pass(PROBE_INTERVAL_MS)
  breaker.stop()
  expect(signals.map(({ aborted }) => aborted)).toEqual([true])
})
