import type { Plugin } from 'vite'

/** The router's package names its development build for every condition; the production build is smaller. */
export const routerForProduction = (): Plugin => ({
  name: 'router-for-production',
  apply: 'build',
  enforce: 'pre',
  resolveId: {
    filter: { id: /^react-router$/ },
    async handler(source, importer, options) {
      const found = await this.resolve(source, importer, { ...options, skipSelf: true })
      return found === null
        ? null
        : { ...found, id: found.id.replace('/dist/development/', '/dist/production/') }
    },
  },
})
