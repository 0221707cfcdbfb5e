import { expect, it } from 'vitest'

import { formatDateTime } from './format'
import { noteText } from './note-text'

it('words times for the reader and groups numbers', () => {
  const at = '2026-11-30T21:44:18.000Z'
  expect(noteText(`1200.5 x 64250.00 (simulated, seen ${at})`)).toBe(
    `1,200.5 x 64,250.00 (simulated, seen ${formatDateTime(at)})`,
  )
})
