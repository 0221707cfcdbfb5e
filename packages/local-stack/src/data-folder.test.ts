import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterEach, beforeEach, expect, it } from 'vitest'

import { DATA_SCHEMA, hasOtherSchema, openDataFolder } from './data-folder.ts'

let parent: string
let folder: string

beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'data-folder-'))
  folder = join(parent, '.data')
})
afterEach(() => rmSync(parent, { recursive: true }))

const modeOf = (path: string): string => (statSync(path).mode & 0o777).toString(8)

it('makes a new folder that only its owner can read', () => {
  expect(openDataFolder(folder)).toBeUndefined()
  expect(modeOf(folder)).toBe('700')
  expect(modeOf(join(folder, 'schema'))).toBe('600')
})

it('keeps a folder of the same schema where it is', () => {
  openDataFolder(folder)
  writeFileSync(join(folder, 'dynamodb.sqlite'), 'data')
  expect(hasOtherSchema(folder)).toBe(false)
  expect(openDataFolder(folder)).toBeUndefined()
  expect(readFileSync(join(folder, 'dynamodb.sqlite'), 'utf8')).toBe('data')
})

it('takes the rights of others away from an older folder of the same schema', () => {
  mkdirSync(folder, { mode: 0o755 })
  openDataFolder(folder)
  expect(modeOf(folder)).toBe('700')
})

it.each([undefined, '1', String(DATA_SCHEMA + 1)])(
  'moves data of schema %s aside and overwrites nothing',
  (schema) => {
    const fill = (data: string): void => {
      mkdirSync(folder, { recursive: true })
      writeFileSync(join(folder, 'dynamodb.sqlite'), data)
      if (schema === undefined) rmSync(join(folder, 'schema'), { force: true })
      else writeFileSync(join(folder, 'schema'), schema)
    }
    const asides = ['first', 'second'].map((data) => {
      fill(data)
      expect(hasOtherSchema(folder)).toBe(true)
      return openDataFolder(folder) ?? ''
    })
    expect(hasOtherSchema(folder)).toBe(false)
    expect(asides.map((aside) => readFileSync(join(aside, 'dynamodb.sqlite'), 'utf8'))).toEqual([
      'first',
      'second',
    ])
  },
)
