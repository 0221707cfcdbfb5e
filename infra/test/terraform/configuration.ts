import { globSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { parse } from '@cdktn/hcl2json'
import { z } from 'zod'

export const TERRAFORM = fileURLToPath(new URL('../../../terraform', import.meta.url))

const Block = z.record(z.string(), z.unknown())
const Named = z.record(z.string(), z.array(Block))
const File = z.object({
  variable: Named.default({}),
  output: Named.default({}),
  module: Named.default({}),
  locals: z.array(Block).default([]),
  resource: z.record(z.string(), Named).default({}),
  data: z.record(z.string(), Named).default({}),
  terraform: z.array(Block).default([]),
})
type File = z.infer<typeof File>
type Block = z.infer<typeof Block>

/** What one folder of Terraform says, its files taken together. */
export type Configuration = {
  readonly variables: Record<string, Block>
  readonly outputs: Record<string, Block>
  readonly modules: Record<string, Block>
  readonly locals: Block
  /** `aws_dynamodb_table.main`, `data.aws_caller_identity.current`. */
  readonly blocks: Record<string, Block>
  readonly terraform: readonly Block[]
}

/** Parses every file of a folder. @throws naming the file, line and column of what is not HCL. */
export const readConfiguration = async (folder: string): Promise<Configuration> => {
  const files = await Promise.all(
    globSync('*.tf', { cwd: folder })
      .toSorted()
      .map(async (name) => File.parse(await parse(name, readFileSync(join(folder, name), 'utf8')))),
  )
  const first = (pick: (file: File) => Record<string, Block[]>): Record<string, Block> =>
    Object.fromEntries(
      files.flatMap((file) =>
        Object.entries(pick(file)).map(([name, list]) => [name, list[0] ?? {}]),
      ),
    )
  const typed = (kinds: Record<string, Record<string, Block[]>>, prefix: string) =>
    Object.entries(kinds).flatMap(([kind, named]) =>
      Object.entries(named).map(([name, list]) => [`${prefix}${kind}.${name}`, list[0] ?? {}]),
    )
  return {
    variables: first(({ variable }) => variable),
    outputs: first(({ output }) => output),
    modules: first(({ module }) => module),
    locals: Object.assign({}, ...files.flatMap(({ locals }) => locals)),
    blocks: Object.fromEntries(
      files.flatMap((file) => [...typed(file.resource, ''), ...typed(file.data, 'data.')]),
    ),
    terraform: files.flatMap(({ terraform }) => terraform),
  }
}

/** Settings of an environment, as `terraform -var-file` reads them. */
export const readVariables = async (environment: string): Promise<Block> => {
  const file = join(TERRAFORM, 'environments', `${environment}.tfvars`)
  return Block.parse(await parse(basename(file), readFileSync(file, 'utf8')))
}

const REFERENCE =
  /\b(?:(var|local|module)\.([a-z_]\w*)|((?:data\.)?(?:aws|random|tls)_\w+\.[a-z_]\w*))/g

/** What the configuration refers to and does not declare: a misspelt name, or one that was removed. */
export const danglingReferences = (configuration: Configuration): string[] => {
  const { variables, locals, modules, blocks } = configuration
  const text = JSON.stringify({ ...configuration, variables: {} })
  const known = {
    var: new Set(Object.keys(variables)),
    local: new Set(Object.keys(locals)),
    module: new Set(Object.keys(modules)),
  }
  const missing = [...text.matchAll(REFERENCE)].flatMap(([reference, kind, name, block]) => {
    if (block !== undefined) return block in blocks ? [] : [reference]
    const names = known[z.enum(['var', 'local', 'module']).parse(kind)]
    return names.has(name ?? '') ? [] : [reference]
  })
  return [...new Set(missing)].toSorted()
}

/** Variables that nothing uses. */
export const unusedVariables = (configuration: Configuration): string[] => {
  const text = JSON.stringify({ ...configuration, variables: {} })
  return Object.keys(configuration.variables).filter((name) => !text.includes(`var.${name}`))
}
