import { beforeEach, expect, it } from 'vitest'

import { CircuitBreaker } from './circuit-breaker.ts'

let nowMs: number
let breaker: CircuitBreaker

beforeEach(() => {
  nowMs = 0
  breaker = new CircuitBreaker(() => nowMs)
})

const fail = (times: number): void => {
  for (let time = 0; time < times; time += 1) {
    breaker.admits()
    breaker.failed()
  }
}

it('lets everything through while failures are single', () => {
  fail(4)
  breaker.succeeded()
  fail(4)
  expect([breaker.state, breaker.admits()]).toEqual(['closed', true])
})

it('refuses after five failures in a row, for two seconds', () => {
  fail(5)
  expect([breaker.state, breaker.admits(), breaker.waitMs]).toEqual(['open', false, 2_000])
  nowMs = 1_999
  expect(breaker.admits()).toBe(false)
})

it('then lets one request try, and everything again when that is answered', () => {
  fail(5)
  nowMs = 2_000
  expect(breaker.state).toBe('half-open')
  expect([breaker.admits(), breaker.admits()]).toEqual([true, false])
  breaker.succeeded()
  expect([breaker.state, breaker.admits()]).toEqual(['closed', true])
})

it('refuses for another two seconds when that one fails too', () => {
  fail(5)
  nowMs = 2_000
  fail(1)
  expect([breaker.state, breaker.waitMs]).toEqual(['open', 2_000])
})
