import { createHash } from 'node:crypto'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { parseAllDocuments } from 'yaml'
import { z } from 'zod'

const KUBERNETES = fileURLToPath(new URL('../../../kubernetes', import.meta.url))

export const OVERLAYS = ['dev', 'prod'] as const
export type Overlay = (typeof OVERLAYS)[number]

/** What every object has; the rest is checked against the schema of its kind. */
const KubernetesObject = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({ name: z.string(), namespace: z.string().optional() }),
})
export type KubernetesObject = z.infer<typeof KubernetesObject>

export const renderedFile = (overlay: Overlay): string =>
  join(KUBERNETES, 'rendered', `${overlay}.yaml`)

/** Of everything kustomize reads, so that a rendering made before a change is known without kustomize. */
export const hashOfSources = (): string => {
  const hash = createHash('sha256')
  for (const file of globSync('{base,dev,prod}/**/*.yaml', { cwd: KUBERNETES }).toSorted())
    hash.update(file).update(readFileSync(join(KUBERNETES, file)))
  return hash.digest('hex')
}

export const stampOf = (hash: string): string => `# Made by \`pnpm render\` of sources ${hash}`

export const readRendered = (overlay: Overlay): string =>
  readFileSync(renderedFile(overlay), 'utf8')

export const objectsIn = (yaml: string): KubernetesObject[] =>
  parseAllDocuments(yaml).map((document) => KubernetesObject.parse(document.toJS()))
