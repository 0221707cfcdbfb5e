import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { z } from 'zod'

import type { KubernetesObject } from './rendered.ts'

const ROOT = fileURLToPath(new URL('../../..', import.meta.url))

const Validator = z.custom<new (object: object) => { validate: () => void }>(
  (value) => typeof value === 'function',
)

/** Where the package keeps a kind: `apps/v1/Deployment`, `networking.k8s.io/v1/Ingress`, `v1/Service`. */
const moduleOf = ({ apiVersion, kind }: KubernetesObject): string =>
  `kubernetes-models/${apiVersion}/${kind}`

/** What the schema of its kind says against an object: wrong types, formats, values, missing fields. */
export const violations = async (object: KubernetesObject): Promise<string[]> => {
  const module: unknown = await import(moduleOf(object))
  const Kind = z.record(z.string(), z.unknown()).parse(module)[object.kind]
  const model = new (Validator.parse(Kind))(object)
  try {
    model.validate()
    return []
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)]
  }
}

/**
 * Fields no schema knows, which the validators let pass as the API server does: the objects are checked
 * as literals of the types made from the same schemas, for which the compiler accepts no field too many.
 */
export const unknownFields = (objects: readonly KubernetesObject[]): string[] => {
  const directory = mkdtempSync(join(ROOT, 'node_modules', '.kubernetes-types-'))
  const file = join(directory, 'objects.ts')
  writeFileSync(file, objects.map(asTypedLiteral).join('\n'))
  const result = spawnSync(
    join(ROOT, 'node_modules', '.bin', 'tsc'),
    [
      '--ignoreConfig',
      '--noEmit',
      '--strict',
      '--module',
      'nodenext',
      '--skipLibCheck',
      '--types',
      '',
      file,
    ],
    { cwd: directory, encoding: 'utf8' },
  )
  rmSync(directory, { recursive: true })
  return result.status === 0 ? [] : result.stdout.trim().split('\n')
}

const asTypedLiteral = (object: KubernetesObject, index: number): string => {
  // Both stand in every object and are fixed by its type.
  const { apiVersion, kind, ...rest } = object
  const type = `I${kind}`
  return `// ${apiVersion} ${object.metadata.name}
import type { ${type} as Type${index} } from '${moduleOf(object)}'
export const object${index}: Type${index} = ${JSON.stringify({ apiVersion, kind, ...rest })}`
}
