import type { RecordEvent } from '@cnop/common/http/record-event'
import type { FastifyRequest } from 'fastify'

/** Records each API key that was revoked together with something else. */
export const recordRevokedKeys = async (
  { recordEvent }: { readonly recordEvent: RecordEvent },
  request: FastifyRequest,
  username: string,
  keyIds: readonly string[],
): Promise<void> => {
  for (const keyId of keyIds)
    await recordEvent(request, 'api_key_revoked', username, { details: { key_id: keyId } })
}
