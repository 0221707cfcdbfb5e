import { z } from 'zod'

const Operation = z.object({
  operationId: z.string(),
  security: z.array(z.record(z.string(), z.array(z.string()))).optional(),
  requestBody: z.unknown().optional(),
  parameters: z.array(z.object({ name: z.string(), in: z.string() })).optional(),
})

const Document = z.object({
  paths: z.record(z.string(), z.record(z.string(), Operation)),
})

/** An operation as the API description tells of it. */
export type Route = {
  readonly name: string
  readonly method: string
  /** With parameters as `{name}`. */
  readonly path: string
  readonly takesToken: boolean
  readonly takesKey: boolean
  readonly hasBody: boolean
  readonly hasQuery: boolean
  readonly forAdmins: boolean
}

/** Every route there is, from the API description: a new one is attacked without being added here. */
export const routesOf = async (gatewayUrl: string): Promise<Route[]> => {
  const { paths } = Document.parse(await (await fetch(`${gatewayUrl}/openapi.json`)).json())
  return Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => {
      const schemes = new Set((operation.security ?? []).flatMap((each) => Object.keys(each)))
      return {
        name: `${method.toUpperCase()} ${path}`,
        method: method.toUpperCase(),
        path,
        takesToken: schemes.has('accessToken'),
        takesKey: schemes.has('apiKey'),
        hasBody: operation.requestBody !== undefined,
        hasQuery: (operation.parameters ?? []).some((parameter) => parameter.in === 'query'),
        forAdmins: path.startsWith('/api/v1/admin/'),
      }
    }),
  )
}

/** The path with each parameter filled in; fails for a parameter that nobody has said a value for. */
export const filled = (route: Route, values: Readonly<Record<string, string>>): string =>
  route.path.replace(/\{(\w+)\}/g, (_match, name: string) => {
    const value = values[name]
    if (value === undefined) throw new Error(`say what {${name}} of ${route.name} is here`)
    return encodeURIComponent(value)
  })
