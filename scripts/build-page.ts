import { createHash } from 'node:crypto'
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { ROOT, runCommand } from './repository.ts'

const WEB = join(ROOT, 'apps', 'web')

export const PAGE_ROOT = join(WEB, 'dist')

const STAMP = join(PAGE_ROOT, '.built-from')
const INPUTS = [
  'apps/web/{index.html,package.json,vite.config.ts,tsconfig.json}',
  'apps/web/{build,src,public}/**/*.*',
  'packages/{client,contracts,money}/src/**/*.ts',
  'pnpm-lock.yaml',
]

/** Builds the page if anything it is made of has changed since it was last built. */
export const buildPage = async (): Promise<void> => {
  const inputs = hashOfInputs()
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === inputs) return
  console.log('Building the page ...')
  const { code, output } = await runCommand(process.execPath, [
    join(WEB, 'node_modules', 'vite', 'bin', 'vite.js'),
    'build',
    WEB,
  ])
  if (code !== 0) throw new Error(`the page could not be built:\n${output}`)
  writeFileSync(STAMP, inputs)
}

const hashOfInputs = (): string => {
  const hash = createHash('sha256')
  for (const file of globSync(INPUTS, { cwd: ROOT }).toSorted())
    hash.update(file).update(readFileSync(join(ROOT, file)))
  return hash.digest('hex')
}
