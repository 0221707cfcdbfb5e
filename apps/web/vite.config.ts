import { gzipSync } from 'node:zlib'

import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

const gateway = `http://127.0.0.1:${process.env['GATEWAY_PORT'] ?? '8080'}`

type Chunk = {
  readonly code: string
  readonly imports: readonly string[]
  readonly isEntry: boolean
}

/**
 * Fails the build when what the first page loads before it shows anything is more than so many kB of
 * JavaScript, gzipped.
 */
const firstLoadBudget = (mostKb: number): Plugin => ({
  name: 'first-load-budget',
  generateBundle(_options, bundle) {
    const chunks = new Map<string, Chunk>()
    for (const output of Object.values(bundle))
      if (output.type === 'chunk') chunks.set(output.fileName, output)
    const first = [...chunks].flatMap(([name, { isEntry }]) => (isEntry ? [name] : []))
    const wanted = new Set(first)
    for (const name of wanted)
      for (const imported of chunks.get(name)?.imports ?? []) wanted.add(imported)
    let bytes = 0
    for (const name of wanted) bytes += gzipSync(chunks.get(name)?.code ?? '').length
    const kb = bytes / 1_000
    if (kb > mostKb)
      this.error(
        `The first load is ${kb.toFixed(1)} kB of JavaScript gzipped, more than ${mostKb}.`,
      )
  },
})

/** React, the router, queries and zod are most of it. */
const FIRST_LOAD_KB = 142

export default defineConfig({
  plugins: [react(), tailwindcss(), firstLoadBudget(FIRST_LOAD_KB)],
  // The page and the API share an origin, here as in production.
  server: { proxy: { '/api': gateway } },
  build: {
    sourcemap: false,
    assetsInlineLimit: 0,
    rolldownOptions: {
      output: {
        codeSplitting: {
          // In one file with zod, its setting runs before the first schema is made.
          groups: [{ name: 'zod', test: /zod/ }],
        },
      },
    },
  },
})
