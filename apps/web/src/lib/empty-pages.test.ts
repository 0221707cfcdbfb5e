import { expect, it } from 'vitest'

import { throughEmptyPages } from './empty-pages'

type Page = { readonly rows: readonly string[]; readonly next_cursor: string | null }

/** Fetches pages by their cursors, and notes which were fetched. */
const listOf = (pages: Readonly<Record<string, Page>>) => {
  const fetched: string[] = []
  const fetchPage = async (cursor = 'first'): Promise<Page> => {
    fetched.push(cursor)
    return pages[cursor] ?? { rows: [], next_cursor: null }
  }
  return { fetched, read: () => throughEmptyPages(undefined, fetchPage, ({ rows }) => rows) }
}

const empty = (next: string): Page => ({ rows: [], next_cursor: next })

it('fetches one page when it has rows', async () => {
  const list = listOf({ first: { rows: ['a'], next_cursor: 'second' } })
  expect((await list.read()).rows).toEqual(['a'])
  expect(list.fetched).toEqual(['first'])
})

it('fetches on through empty pages to the first one with rows', async () => {
  const third = { rows: ['a'], next_cursor: 'fourth' }
  const list = listOf({ first: empty('second'), second: empty('third'), third })
  expect(await list.read()).toEqual(third)
})

it('stops after three empty pages and keeps the place to go on from', async () => {
  const list = listOf({ first: empty('second'), second: empty('third'), third: empty('fourth') })
  expect(await list.read()).toEqual(empty('fourth'))
  expect(list.fetched).toEqual(['first', 'second', 'third'])
})

it('stops at the end of an empty list', async () => {
  const list = listOf({ first: empty('second') })
  expect((await list.read()).next_cursor).toBeNull()
  expect(list.fetched).toEqual(['first', 'second'])
})
