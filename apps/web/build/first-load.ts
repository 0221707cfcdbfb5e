import { gzipSync } from 'node:zlib'

import type { HtmlTagDescriptor, Plugin, Rolldown } from 'vite'

type Modules = Parameters<Rolldown.CodeSplittingNameFunction>[1]

/** Modules by their path. */
type Starts = {
  /** Of the page itself. */
  readonly main: string
  /** Runs before all others have come. */
  readonly early: string
  /** What is shown and needed first after a log-in. */
  readonly signedIn: readonly string[]
}

/**
 * Puts what every visit loads into two files, libraries, which stay in the browser's cache over releases,
 * and our own code, and what every visit of someone signed in loads besides into a third. In few files it
 * compresses better than in the dozens that sharing alone would make, and takes fewer requests. What is
 * imported only when wanted is left to a file of its own.
 */
export const filesOf = ({ main, early, signedIn }: Starts): Rolldown.CodeSplittingNameFunction => {
  let wanted: ReadonlySet<string> | undefined
  let wantedEarly: ReadonlySet<string> | undefined
  let wantedSignedIn: ReadonlySet<string> | undefined
  return (id, modules) => {
    wanted ??= importedBy([main], modules)
    wantedSignedIn ??= new Set([...signedIn, ...importedBy(signedIn, modules)])
    wantedEarly ??= importedBy([early], modules)
    if (id === early || wantedEarly.has(id)) return EARLY
    if (FOR_SIGNED_IN.test(id)) return SIGNED_IN
    if (wanted.has(id)) return id.includes('/node_modules/') ? 'libraries' : 'page'
    return wantedSignedIn.has(id) ? SIGNED_IN : undefined
  }
}

/** A library's index names all its parts; no page of a stranger uses these. */
const FOR_SIGNED_IN = /\/(?:infiniteQueryObserver|useInfiniteQuery|usePrefetchQuery)\.js$/

const EARLY = 'early'
const SIGNED_IN = 'signed-in'

/** All that is imported below some modules, without those themselves. */
const importedBy = (starts: readonly string[], modules: Modules): ReadonlySet<string> => {
  const found = new Set<string>(starts)
  for (const id of found)
    for (const imported of modules.getModuleInfo(id)?.importedIds ?? []) found.add(imported)
  for (const start of starts) found.delete(start)
  return found
}

/** What index.html shows needs the styles alone, and with them it is painted: the code may come after. */
const afterStyles = (html: string): string =>
  html.replaceAll(/<(script type="module"|link rel="modulepreload")/g, '<$1 fetchpriority="low"')

/** Has the early file run first, and notes for it where the code is that comes after a log-in. */
export const earlyStart = (early: string): Plugin => ({
  name: 'early-start',
  apply: 'build',
  transformIndexHtml: {
    order: 'post',
    handler(html, { bundle = {} }) {
      const chunks = Object.values(bundle).filter((output) => output.type === 'chunk')
      const first = chunks.find(({ facadeModuleId }) => facadeModuleId === early)
      const signedIn = chunks.find(({ name }) => name === SIGNED_IN)
      if (first === undefined || signedIn === undefined)
        throw new Error('The page is not built of the files it is to begin with.')
      const tags: HtmlTagDescriptor[] = [
        {
          tag: 'script',
          attrs: { type: 'module', crossorigin: true, src: `/${first.fileName}` },
          injectTo: 'head-prepend',
        },
        {
          tag: 'meta',
          attrs: { name: 'signed-in-code', content: `/${signedIn.fileName}` },
          injectTo: 'head',
        },
      ]
      return { html: afterStyles(html), tags }
    },
  },
})

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
