import { expect, it } from 'vitest'

import { ApiProblem, NetworkError, isTurnedAway, isUndecided } from './problem.ts'

const refusal = (code: ConstructorParameters<typeof ApiProblem>[0]['code']) =>
  new ApiProblem({
    type: '',
    title: '',
    status: 409,
    detail: '',
    instance: '',
    code,
    request_id: '',
  })

it('an order is open until it is answered or refused', () => {
  expect(isUndecided(new NetworkError('gone'))).toBe(true)
  expect(isUndecided(refusal('GATEWAY_TIMEOUT'))).toBe(true)
  expect(isUndecided(new SyntaxError('half an answer'))).toBe(true)
  expect(isUndecided(refusal('INSUFFICIENT_BALANCE'))).toBe(false)
})

it('being turned away at the door says nothing of an order sent before', () => {
  expect(isTurnedAway(refusal('RATE_LIMITED'))).toBe(true)
  expect(isTurnedAway(refusal('UNAUTHENTICATED'))).toBe(true)
  expect(isTurnedAway(refusal('INSUFFICIENT_BALANCE'))).toBe(false)
})
