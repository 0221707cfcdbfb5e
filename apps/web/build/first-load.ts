import { gzipSync } from 'node:zlib'

import type { Plugin, Rolldown } from 'vite'

type Modules = Parameters<Rolldown.CodeSplittingNameFunction>[1]

/**
 * Puts what every visit loads into two files: libraries, which stay in the browser's cache over releases,
 * and our own code. In few files it compresses better than in the dozen that sharing alone would make.
 * What is imported only when wanted is left to a file of its own.
 */
export const firstLoadFiles = (entry: string): Rolldown.CodeSplittingNameFunction => {
  let wanted: ReadonlySet<string> | undefined
  return (id, modules) => {
    wanted ??= importedBy(entry, modules)
    if (!wanted.has(id)) return undefined
    return id.includes('/node_modules/') ? 'libraries' : 'page'
  }
}

/** All that is imported below a module, without the module itself. */
const importedBy = (entry: string, modules: Modules): ReadonlySet<string> => {
  const found = new Set<string>([entry])
  for (const id of found)
    for (const imported of modules.getModuleInfo(id)?.importedIds ?? []) found.add(imported)
  found.delete(entry)
  return found
}

/**
 * Says how much JavaScript is loaded before the page shows anything, and fails the build when that is more
 * than so many kB (1000 bytes each, gzipped at the usual level).
 */
export const firstLoadBudget = (mostKb: number): Plugin => ({
  name: 'first-load-budget',
  generateBundle(_options, bundle) {
    const chunks = new Map<string, Rolldown.OutputChunk>()
    for (const output of Object.values(bundle))
      if (output.type === 'chunk') chunks.set(output.fileName, output)
    const wanted = new Set([...chunks].flatMap(([name, { isEntry }]) => (isEntry ? [name] : [])))
    if (wanted.size === 0) this.error('There is no entry whose size could be told.')
    for (const name of wanted)
      for (const imported of chunks.get(name)?.imports ?? []) wanted.add(imported)
    let bytes = 0
    for (const name of wanted) bytes += gzipSync(chunks.get(name)?.code ?? '').length
    const said = `The first load is ${(bytes / 1_000).toFixed(1)} kB of JavaScript gzipped`
    if (bytes > mostKb * 1_000) this.error(`${said}, more than ${mostKb}.`)
    this.info(`${said}, of at most ${mostKb}.`)
  },
})
