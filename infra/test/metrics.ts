import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

import { Registry, collectDefaultMetrics } from 'prom-client'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** Figures of every Node process, as prom-client collects them. */
const ofTheProcess = (): string[] => {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  return registry.getMetricsAsArray().map(({ name }) => name)
}

const DECLARED = /(?:name:|counter\(|figure\(|gauge\()\s*'([a-z][a-z0-9_]+)'/g

/** Figures that our own code declares. */
export const ofOurCode = (): string[] =>
  globSync('{apps,packages}/*/src/**/*.ts', { cwd: ROOT })
    .map((file) => readFileSync(`${ROOT}/${file}`, 'utf8'))
    .filter((source) => source.includes("from 'prom-client'"))
    .flatMap((source) => [...source.matchAll(DECLARED)].map((match) => match[1] ?? ''))

/** Every name a process of ours answers with at `/metrics`; a histogram answers with three. */
export const existingMetrics = (): Set<string> =>
  new Set(
    ['up', ...ofTheProcess(), ...ofOurCode()].flatMap((name) => [
      name,
      `${name}_bucket`,
      `${name}_count`,
      `${name}_sum`,
    ]),
  )

const FUNCTIONS_AND_KEYWORDS =
  /^(absent|sum|max|min|time|rate|increase|unless|changes|by|on|le|or|and|vector|histogram_quantile|without|ignoring)$/

/** Names an expression asks for: what is left without texts, labels, durations and functions. */
export const metricsIn = (expression: string): string[] => {
  const bare = expression
    .replaceAll(/\{[^}]*\}/g, '')
    .replaceAll(/\[[^\]]*\]/g, '')
    .replaceAll(/\b(by|on|without|ignoring)\s*\([^)]*\)/g, '')
  return [...bare.matchAll(/[a-z_][\w:]*/gi)]
    .map(([name]) => name)
    .filter((name) => !FUNCTIONS_AND_KEYWORDS.test(name))
}
