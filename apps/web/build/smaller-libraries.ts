import type { Plugin } from 'vite'

/**
 * Every schema of zod brings the code along that describes it as JSON Schema, and those of the contracts
 * what they are called and mean there. OpenAPI needs both and the page neither, nor code made at run time: 8 kB, gzipped, that no
 * bundler can tell are unused. A zod that is written otherwise passes unchanged, and then the budget of the
 * first load says so.
 */
export const smallerLibraries = (): Plugin[] => [
  {
    name: 'router-without-warnings',
    apply: 'build',
    transform: {
      filter: { id: /\/react-router\/dist\/development\// },
      // Its package names the build with warnings for developers alone.
      handler: (code) =>
        code.replace(/\bENABLE_DEV_WARNINGS = true\b/g, 'ENABLE_DEV_WARNINGS = false'),
    },
  },
  {
    name: 'zod-without-json-schema',
    apply: 'build',
    transform: {
      filter: { id: /\/zod\/v4\/classic\/schemas\.js$/ },
      handler: (code) =>
        code
          .replace(/^.*(?:processJSONSchema =|createToJSONSchemaMethod\().*$/gm, '')
          .replace(/createStandardJSONSchemaMethod\(this, "\w+"\)/g, 'undefined')
          .replace(/processors\.aggregateChecks\(inst\)/g, '({})')
          // JSON from an API has no reference cycles.
          .replace('core.config({ memoizer: core.memoizer() })', 'undefined'),
    },
  },
  {
    name: 'zod-without-eval',
    apply: 'build',
    transform: {
      filter: { id: /\/zod\/v4\/core\/schemas\.js$/ },
      // It writes a function for each object, which the page has forbidden it (src/lib/zod-without-eval.ts).
      handler: (code) =>
        code.replace('const jit = !core.globalConfig.jitless', 'const jit = false'),
    },
  },
  {
    name: 'contracts-without-descriptions',
    apply: 'build',
    transform: {
      filter: { id: /\/packages\/contracts\/src\// },
      handler: (code) => code.replace(/\s*\.meta\(\{[^{}]*\}\)/g, ''),
    },
  },
]
