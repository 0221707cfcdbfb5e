import type { Plugin } from 'vite'

/**
 * Every schema of zod brings the code along that describes it as JSON Schema, and those of the contracts
 * what they are called and mean there. OpenAPI needs both and the page neither: 6 kB, gzipped, that no
 * bundler can tell are unused. A zod that is written otherwise passes unchanged, and then the budget of the
 * first load says so.
 */
export const zodWithoutJsonSchema = (): Plugin[] => [
  {
    name: 'zod-without-json-schema',
    apply: 'build',
    transform: {
      filter: { id: /\/zod\/v4\/classic\/schemas\.js$/ },
      handler: (code) =>
        code
          .replace(/^.*(?:processJSONSchema =|createToJSONSchemaMethod\().*$/gm, '')
          .replace(/createStandardJSONSchemaMethod\(this, "\w+"\)/g, 'undefined'),
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
