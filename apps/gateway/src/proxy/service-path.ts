import type { FastifyRequest } from 'fastify'

/**
 * The path of a matched request at its service: the route's own template with the parameters encoded
 * again, and the query as it came. Built rather than copied, so that whatever tricks a path held
 * (`..`, `//`, encoded slashes) ended when the router matched it.
 */
export const servicePath = (template: string): ((request: FastifyRequest) => string) => {
  const isFixed = !template.includes(':')
  return (request) => {
    const path = isFixed ? template : filled(template, request.params)
    const queryStart = request.url.indexOf('?')
    return queryStart === -1 ? path : `${path}${request.url.slice(queryStart)}`
  }
}

const filled = (template: string, params: unknown): string =>
  template.replace(/:(\w+)/g, (_match, name: string) => encodeURIComponent(parameter(params, name)))

const parameter = (params: unknown, name: string): string => {
  const value =
    typeof params === 'object' && params !== null && name in params
      ? Object.entries(params).find(([key]) => key === name)?.[1]
      : undefined
  return typeof value === 'string' ? value : ''
}
