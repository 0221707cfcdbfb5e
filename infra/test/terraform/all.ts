import { join } from 'node:path'

import { TERRAFORM, readConfiguration } from './configuration.ts'

export const main = await readConfiguration(TERRAFORM)
export const cluster = await readConfiguration(join(TERRAFORM, 'modules', 'cluster'))
export const lambdaService = await readConfiguration(join(TERRAFORM, 'modules', 'lambda-service'))

/** Everything that is made, wherever it is written, by kind and name. */
export const blocks = { ...main.blocks, ...cluster.blocks, ...lambdaService.blocks }

/** All of one kind (`aws_iam_role`), with their names. */
export const resources = (kind: string) =>
  Object.entries(blocks).filter(([name]) => name.startsWith(`${kind}.`))
