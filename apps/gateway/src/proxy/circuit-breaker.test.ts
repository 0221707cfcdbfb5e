import { beforeEach, expect, it } from 'vitest'

import { CircuitBreaker } from './circuit-breaker.ts'

let nowMs: number
let breaker: CircuitBreaker

beforeEach(() => {
  nowMs = 0
  breaker = new CircuitBreaker(() => nowMs)
})

const fail = (times: number): void => {
  for (let time = 0; time < times; time += 1) breaker.admit()?.failed()
}
const admits = (): boolean => breaker.admit() !== undefined

it('lets everything through while failures are single', () => {
  fail(4)
  breaker.admit()?.succeeded()
  fail(4)
  expect([breaker.state, admits()]).toEqual(['closed', true])
})

it('refuses after five failures in a row, for two seconds', () => {
  fail(5)
  expect([breaker.state, admits(), breaker.waitMs]).toEqual(['open', false, 2_000])
  nowMs = 1_999
  expect(admits()).toBe(false)
})

it('then lets one request try, and everything again when that is answered', () => {
  fail(5)
  nowMs = 2_000
  expect(breaker.state).toBe('half-open')
  const probe = breaker.admit()
  expect([probe !== undefined, admits()]).toEqual([true, false])
  probe?.succeeded()
  expect([breaker.state, admits()]).toEqual(['closed', true])
})

it('refuses for another two seconds when that one fails too', () => {
  fail(5)
  nowMs = 2_000
  fail(1)
  expect([breaker.state, breaker.waitMs]).toEqual(['open', 2_000])
})

it('does not listen to requests from before it opened', () => {
  const [early, late] = [breaker.admit(), breaker.admit()]
  fail(5)
  early?.succeeded()
  expect(breaker.state).toBe('open')
  nowMs = 2_000
  const probe = breaker.admit()
  late?.failed()
  expect([probe !== undefined, admits()]).toEqual([true, false])
})
