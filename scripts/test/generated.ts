import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

import { generatedFiles } from '../generate/generated-files.ts'
import { ROOT } from '../repository.ts'

/** Every generated file says what the code it comes from says now. */
export const checkGeneratedFiles = async (): Promise<string | undefined> => {
  const stale = Object.entries(generatedFiles)
    .filter(([file, content]) => {
      const path = join(ROOT, file)
      return !existsSync(path) || readFileSync(path, 'utf8') !== content()
    })
    .map(([file]) => file)
  return stale.length === 0 ? undefined : `stale: ${stale.join(', ')}; run pnpm generate`
}
