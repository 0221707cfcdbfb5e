import { z } from 'zod'

/** Settings of every service that keeps data. */
export const dynamoDbSettings = {
  /** Put before every table name, so that environments share an AWS account. Example: `prod_`. */
  DYNAMODB_TABLE_PREFIX: z
    .string()
    .regex(/^[A-Za-z0-9_.-]{0,50}$/)
    .default('dev_'),
  DYNAMODB_REGION: z.string().min(1).default('us-east-1'),
  /** URL of a DynamoDB-compatible engine. Empty or `aws`: the real one in DYNAMODB_REGION. */
  DYNAMODB_ENDPOINT: z.union([z.literal(''), z.literal('aws'), z.url()]).default('aws'),
  /** Assumed through STS before the first call. Empty: the credentials of the environment. */
  AWS_ROLE_ARN: z.string().default(''),
  /** Set by Kubernetes for a pod whose service account has a role; the SDK then assumes it by itself. */
  AWS_WEB_IDENTITY_TOKEN_FILE: z.string().default(''),
}

export type DynamoDbSettings = z.infer<z.ZodObject<typeof dynamoDbSettings>>
