import { globSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { constants, gzipSync } from 'node:zlib'

import type { Plugin } from 'vite'

const TEXTS = '**/*.{html,js,css,svg,txt}'

/** Lays a gzipped file beside each text, for servers to send as it is. */
export const compressedFiles = (): Plugin => ({
  name: 'compressed-files',
  apply: 'build',
  writeBundle({ dir }) {
    if (dir === undefined) this.error('The page is not written to a folder.')
    for (const name of globSync(TEXTS, { cwd: dir })) {
      const file = join(dir, name)
      writeFileSync(
        `${file}.gz`,
        gzipSync(readFileSync(file), { level: constants.Z_BEST_COMPRESSION }),
      )
    }
  },
})
