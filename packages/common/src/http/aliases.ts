import type { FastifyInstance } from 'fastify'

import './route-config.ts'

/** Serves each route under its older names as well; these stay out of the API description. */
export const serveAliases = (app: FastifyInstance): void => {
  app.addHook('onRoute', (route) => {
    // Fastify adds HEAD to every GET, and will to the alias's GET as well.
    if (route.method === 'HEAD') return
    const { aliases, ...config } = route.config ?? {}
    for (const url of aliases ?? [])
      app.route({ ...route, url, config, schema: { ...route.schema, hide: true } })
  })
}
