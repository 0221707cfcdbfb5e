import type { Plugin } from 'vite'

/**
 * Every schema of zod brings the code along that describes it as JSON Schema, which OpenAPI needs and the
 * page does not: 5 kB, gzipped, that no bundler can tell are unused. A zod that is written otherwise passes
 * unchanged, and then the budget of the first load says so.
 */
export const zodWithoutJsonSchema = (): Plugin => ({
  name: 'zod-without-json-schema',
  apply: 'build',
  transform: {
    filter: { id: /\/zod\/v4\/classic\/schemas\.js$/ },
    handler: (code) =>
      code
        .replace(/^.*(?:processJSONSchema =|createToJSONSchemaMethod\().*$/gm, '')
        .replace(/createStandardJSONSchemaMethod\(this, "\w+"\)/g, 'undefined'),
  },
})
