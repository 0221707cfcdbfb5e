/** `pnpm generate`: writes the files that repeat what the code says. `npm test` fails while one is stale. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { generatedFiles } from './generate/generated-files.ts'
import { ROOT } from './repository.ts'

for (const [file, content] of Object.entries(generatedFiles)) {
  writeFileSync(join(ROOT, file), content())
  console.log(file)
}
