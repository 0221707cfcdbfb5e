import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { expect, it } from 'vitest'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const PAGES = globSync(
  [
    '*.md',
    'docs/**/*.md',
    '{apps,packages}/*/README.md',
    '{infra,kubernetes}/README.md',
    'terraform/**/README.md',
  ],
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

/** A heading as GitHub makes an anchor of it. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replaceAll(' ', '-')

it('pages link to headings that are there', () => {
  const links = PAGES.flatMap((page) =>
    [...readFileSync(join(ROOT, page), 'utf8').matchAll(/\]\(([^)\s:#]*)#([^)\s]+)\)/g)].map(
      ([, file = '', anchor = '']) => ({
        page,
        target: file === '' ? page : join(dirname(page), file),
        anchor,
      }),
    ),
  )
  expect(links.length).toBeGreaterThan(5)
  const broken = links.filter(({ target, anchor }) => {
    const headings = readFileSync(join(ROOT, target), 'utf8').matchAll(/^#+ (.*)$/gm)
    return ![...headings].some(([, heading = '']) => anchorOf(heading) === anchor)
  })
  expect(broken).toEqual([])
})

it('targets of make that pages name are there', () => {
  const targets = readFileSync(join(ROOT, 'Makefile'), 'utf8')
  const named = PAGES.flatMap((page) =>
    [...readFileSync(join(ROOT, page), 'utf8').matchAll(/`make ([a-z0-9-]+)/g)].map(
      ([, target = '']) => target,
    ),
  )
  expect(named.length).toBeGreaterThan(0)
  expect(named.filter((target) => !targets.includes(`\n${target}: `))).toEqual([])
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

it('commands of runbooks say which namespace they are for, and scale through the autoscaler', () => {
  const pages = PAGES.filter((page) => page.startsWith('docs/runbooks/'))
  const commands = pages.flatMap((page) =>
    [...readFileSync(join(ROOT, page), 'utf8').matchAll(/`(kubectl [^`]+)`/g)].map(
      ([, command = '']) => `${page}: ${command}`,
    ),
  )
  expect(commands.length).toBeGreaterThan(8)
  expect(commands.filter((command) => !command.includes(': kubectl -n cnop-prod '))).toEqual([])
  // Any other number it sets back within a minute.
  const undone = commands.filter((command) => / scale (?!.*--replicas=0$)/.test(command))
  expect(undone).toEqual([])
  // A container without the restrictions that the namespace enforces.
  expect(commands.filter((command) => command.includes(' debug'))).toEqual([])
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
