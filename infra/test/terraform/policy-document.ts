import { z } from 'zod'

const Statement = z.looseObject({
  actions: z.union([z.string(), z.array(z.string())]),
  resources: z.union([z.string(), z.array(z.string())]).optional(),
})
/** A policy of IAM as Terraform's configuration writes it. */
export const PolicyDocument = z.looseObject({
  statement: z.array(Statement).default([]),
  dynamic: z.unknown().optional(),
})
