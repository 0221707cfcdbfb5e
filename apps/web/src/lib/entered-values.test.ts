import { expect, it } from 'vitest'

import { enteredValues } from './entered-values'

it('takes what the fields hold, and keeps the value of a field that is not shown', () => {
  const form = new FormData()
  form.set('password', 'set without an event')
  form.set('other', 'of no field')
  expect(enteredValues(form, { username: 'satoshi_n', password: '' })).toEqual({
    username: 'satoshi_n',
    password: 'set without an event',
  })
})
