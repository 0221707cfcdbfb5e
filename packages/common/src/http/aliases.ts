import type { FastifyInstance } from 'fastify'

/** Serves each route under its older names as well; these stay out of the API description. */
export const serveAliases = (app: FastifyInstance): void => {
  app.addHook('onRoute', (route) => {
    const { aliases, ...config } = route.config ?? {}
    for (const url of aliases ?? [])
      app.route({ ...route, url, config, schema: { ...route.schema, hide: true } })
  })
}
