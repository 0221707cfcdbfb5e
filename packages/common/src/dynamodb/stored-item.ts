import { unmarshall } from '@aws-sdk/util-dynamodb'

/** What is stored where a condition did not hold: the document client does not translate it in a refusal. */
export const storedItem = (
  item: Parameters<typeof unmarshall>[0] | undefined,
): Record<string, unknown> | undefined =>
  item === undefined ? undefined : unmarshall(item, { wrapNumbers: true })
