import { callerOf } from '@cnop/common/http/authenticate'
import type { App } from '@cnop/common/http/create-app'
import {
  createApiKey as createEndpoint,
  exchangeApiKey,
  listApiKeys,
  revokeApiKey as revokeEndpoint,
  type ApiKey,
} from '@cnop/contracts/api-keys'

import type { StoredKey } from '#src/domain/api-key'
import { KEY_TOKEN_SECONDS, callerOfKey } from '#src/domain/exchange-api-key'
import { createApiKey, revokeApiKey } from '#src/domain/manage-api-keys'
import type { AccountDeps } from '#src/routes/account-deps'
import { recordingRefusals } from '#src/routes/recording-refusals'
import { tellSessionsEnded } from '#src/routes/tell-gateway'

export const apiKeyRoutes = (app: App, deps: AccountDeps): void => {
  app.route({
    ...listApiKeys,
    handler: async (request, reply) => {
      const keys = await deps.apiKeys.list(callerOf(request).username)
      return reply.send({ api_keys: keys.map(shown) })
    },
  })

  app.route({
    ...createEndpoint,
    handler: async (request, reply) => {
      const { username } = callerOf(request)
      const { name, scopes, expires_in_days: expiresInDays, code } = request.body
      const { text, key, secondFactor } = await recordingRefusals(
        deps,
        request,
        username,
        async () =>
          createApiKey(deps, {
            username,
            name,
            scopes,
            expiresInDays,
            currentPassword: request.body.current_password,
            code,
          }),
      )
      if (secondFactor === 'recovery')
        await deps.recordEvent(request, 'recovery_code_used', username)
      await deps.recordEvent(request, 'api_key_created', username, {
        details: { key_id: key.keyId, name, scopes: scopes.join(' ') },
      })
      const message = 'Keep this key: it is not shown again.'
      return reply.code(201).send({ success: true, message, key: text, api_key: shown(key) })
    },
  })

  app.route({
    ...revokeEndpoint,
    handler: async (request, reply) => {
      const { username } = callerOf(request)
      const { key_id: keyId } = request.params
      await revokeApiKey(deps, username, keyId)
      await deps.recordEvent(request, 'api_key_revoked', username, { details: { key_id: keyId } })
      tellSessionsEnded(reply, [keyId])
      return reply.send({ success: true, message: 'The API key is revoked.' })
    },
  })

  exchangeRoute(app, deps)
}

/** Whoever can say the key may have its token: there is nothing else to prove. */
const exchangeRoute = (app: App, deps: AccountDeps): void => {
  app.route({
    ...exchangeApiKey,
    handler: async (request, reply) => {
      const onNotNoted = (error: unknown): void =>
        request.log.warn({ err: error }, 'the use of an API key could not be noted')
      const caller = await callerOfKey({ ...deps, onNotNoted }, request.body.key)
      return reply.send({
        access_token: deps.tokens.sign(caller, KEY_TOKEN_SECONDS),
        expires_in: KEY_TOKEN_SECONDS,
      })
    },
  })
}

const shown = (key: StoredKey): ApiKey => ({
  key_id: key.keyId,
  name: key.name,
  scopes: [...key.scopes],
  created_at: key.createdAt,
  last_used_at: key.lastUsedAt ?? null,
  expires_at: new Date(key.expiresAt * 1_000).toISOString(),
})
