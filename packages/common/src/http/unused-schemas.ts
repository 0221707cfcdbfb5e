const REFERENCE = /"#\/components\/schemas\/([^"]+)"/g

const referencedIn = (value: unknown): string[] =>
  [...JSON.stringify(value).matchAll(REFERENCE)].map((match) => match[1] ?? '')

/**
 * The document with only the component schemas that something refers to. The generator emits every named
 * schema twice, as read and as written, whether or not a route uses it.
 */
export const withoutUnusedSchemas = <Document extends object>(document: Document): Document => {
  if (!('components' in document) || !hasSchemas(document.components)) return document
  const { paths, components } = { paths: undefined, ...document, components: document.components }
  const used = new Set<string>()
  const queue = referencedIn(paths)
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    if (used.has(name)) continue
    used.add(name)
    queue.push(...referencedIn(components.schemas[name] ?? {}))
  }
  const schemas = Object.fromEntries(
    Object.entries(components.schemas).filter(([name]) => used.has(name)),
  )
  return { ...document, components: { ...components, schemas } }
}

const hasSchemas = (components: unknown): components is { schemas: Record<string, unknown> } =>
  typeof components === 'object' && components !== null && 'schemas' in components
