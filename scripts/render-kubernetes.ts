/**
 * `pnpm render`: writes kubernetes/rendered/{dev,prod}.yaml, what kustomize makes of the overlays. They are
 * kept so that a change can be read as a diff, checked without kustomize and installed without a clone.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import {
  OVERLAYS,
  hashOfSources,
  renderedFile,
  stampOf,
} from '../infra/test/kubernetes/rendered.ts'
import { ROOT, runCommand } from './repository.ts'

mkdirSync(join(ROOT, 'kubernetes', 'rendered'), { recursive: true })
for (const overlay of OVERLAYS) {
  const { code, output } = await runCommand('kubectl', ['kustomize', `kubernetes/${overlay}`])
  if (code !== 0) {
    console.error(output)
    process.exit(1)
  }
  writeFileSync(renderedFile(overlay), `${stampOf(hashOfSources())}\n${output}`)
  console.log(`kubernetes/rendered/${overlay}.yaml`)
}
