import { fileURLToPath } from 'node:url'

import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

import { compressedFiles } from './build/compressed-files.ts'
import { earlyStart, filesOf, firstLoadBudget } from './build/first-load.ts'
import { routerForProduction } from './build/router-for-production.ts'
import { zodWithoutJsonSchema } from './build/zod-without-json-schema.ts'

const gateway = `http://127.0.0.1:${process.env['GATEWAY_PORT'] ?? '8080'}`

const pathOf = (file: string): string => fileURLToPath(new URL(file, import.meta.url))
const early = pathOf('src/lib/early.ts')
const files = filesOf({
  main: pathOf('src/main.tsx'),
  early,
  signedIn: [
    pathOf('src/app/pages/dashboard-page.tsx'),
    pathOf('src/app/account-menu.tsx'),
    pathOf('src/app/log-out-notice.tsx'),
    pathOf('src/app/paused-notice.tsx'),
    pathOf('../../packages/contracts/src/sessions.ts'),
  ],
})

/** React is half of it; zod, the router, queries and our own code share the rest. */
const FIRST_LOAD_KB = 130

export default defineConfig({
  plugins: [
    react(),
    tailwindcss(),
    routerForProduction(),
    zodWithoutJsonSchema(),
    earlyStart(early),
    firstLoadBudget(FIRST_LOAD_KB),
    compressedFiles(),
  ],
  // The page and the API share an origin, here as in production.
  server: { proxy: { '/api': gateway } },
  build: {
    sourcemap: false,
    assetsInlineLimit: 0,
    // Every browser that runs this page knows it.
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: { index: pathOf('index.html'), early },
      output: { codeSplitting: { groups: [{ name: files, debugName: 'files' }] } },
    },
  },
})
