import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import type { FastifyInstance } from 'fastify'
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod'

import { answerNotModified } from './not-modified.ts'
import './route-config.ts'
import { withoutUnusedSchemas } from './unused-schemas.ts'

const DOCS_POLICY =
  "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'"

/** It changes with a release. */
const CACHE_CONTROL = 'public, max-age=300'

/** The parts of an OpenAPI document that all of ours share. */
export const openApiHead = (title: string, version: string, serverUrl: string) => ({
  openapi: '3.1.0',
  info: { title, version, description: 'A crypto trading platform on simulated money.' },
  servers: [{ url: serverUrl }],
  components: {
    securitySchemes: {
      accessToken: {
        type: 'http' as const,
        scheme: 'bearer',
        bearerFormat: 'JWT',
        description:
          'An access token of a log-in. Where the apiKey scheme is allowed, the gateway takes an API key here as well.',
      },
      apiKey: {
        type: 'apiKey' as const,
        in: 'header' as const,
        name: 'X-API-Key',
        description:
          'An API key instead of an access token. Looked at only without an Authorization header, which wins.',
      },
    },
  },
})

/** `/openapi.json` and a page to read it at `/docs`, made from the contracts the routes are built on. */
export const serveApiDocs = async (
  app: FastifyInstance,
  service: string,
  version: string,
  serverUrl = '/',
): Promise<void> => {
  await app.register(swagger, {
    openapi: openApiHead(service, version, serverUrl),
    transform: jsonSchemaTransform,
    transformObject: (document) => withoutUnusedSchemas(jsonSchemaTransformObject(document)),
  })
  await app.register(async (scope) => {
    answerNotModified(scope)
    scope.get(
      '/openapi.json',
      { config: { access: 'public' }, schema: { hide: true } },
      async (_request, reply) => reply.header('cache-control', CACHE_CONTROL).send(app.swagger()),
    )
  })
  await app.register(async (scope) => {
    scope.addHook('onRoute', (route) => {
      route.config = { ...route.config, access: 'public' }
    })
    // The page needs its own scripts and, for its icons and sizes, inline styles; the API needs neither.
    scope.addHook('onRequest', async (_request, reply) => {
      reply.header('content-security-policy', DOCS_POLICY)
    })
    await scope.register(swaggerUi, { routePrefix: '/docs' })
  })
}
