import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { expect, it } from 'vitest'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const PAGES = globSync(
  ['*.md', 'docs/**/*.md', '{apps,packages}/*/README.md', 'terraform/**/README.md'],
  { cwd: ROOT },
)

/** Links of a page to other files, as paths from the root. */
const linksOf = (page: string): string[] =>
  [...readFileSync(join(ROOT, page), 'utf8').matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = '']) => target.split('#', 1)[0] ?? '')
    .filter((target) => target !== '' && !/^[a-z]+:/.test(target))
    .map((target) => join(dirname(page), target))

it('pages link to files that are there', () => {
  expect(PAGES.length).toBeGreaterThan(30)
  const broken = PAGES.flatMap((page) =>
    linksOf(page)
      .filter((target) => !existsSync(join(ROOT, target)))
      .map((target) => `${page} -> ${target}`),
  )
  expect(broken).toEqual([])
})

it('commands that pages name are there', () => {
  const scripts: unknown = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).scripts
  const known = new Set(Object.keys(Object(scripts)))
  const builtIn = new Set(['install', 'audit'])
  // A decision tells of its time.
  const guides = PAGES.filter((page) => !page.startsWith('docs/decisions/'))
  const unknown = guides.flatMap((page) =>
    [...readFileSync(join(ROOT, page), 'utf8').matchAll(/(?:`|npx )pnpm ([a-z][\w:-]*)/g)]
      .map(([, name = '']) => name)
      .filter((name) => !known.has(name) && !builtIn.has(name))
      .map((name) => `${page}: pnpm ${name}`),
  )
  expect(unknown).toEqual([])
})

it('scripts that pages name are there', () => {
  const named = PAGES.flatMap((page) =>
    [...readFileSync(join(ROOT, page), 'utf8').matchAll(/scripts\/[\w/-]+\.(?:sh|ts)/g)].map(
      ([path]) => path,
    ),
  )
  expect(named.filter((path) => !existsSync(join(ROOT, path)))).toEqual([])
})

it('tests that the checklist of attacks and failures rests on are there', () => {
  const page = 'docs/security-checklist.md'
  const named = [
    ...readFileSync(join(ROOT, page), 'utf8').matchAll(/\]\(([^)\s]+)\) “([^”]+)”/g),
  ].map(([, target = '', name = '']) => ({ file: join('docs', target), name }))
  expect(named.length).toBeGreaterThan(60)
  const gone = named.filter(
    ({ file, name }) => !readFileSync(join(ROOT, file), 'utf8').includes(name),
  )
  expect(gone).toEqual([])
})
