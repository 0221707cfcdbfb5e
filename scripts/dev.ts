/** `pnpm dev`: the product with its services restarted on every change and the page reloaded in place. */
import { join } from 'node:path'

import { startNode } from '@cnop/local-stack/child'
import { startStack } from '@cnop/local-stack/stack'

import { openLocalData } from './local-data.ts'
import { localPorts } from './local-ports.ts'
import { ROOT } from './repository.ts'
import { runUntilStopped } from './until-stopped.ts'

await runUntilStopped(async (watching) => {
  const ports = await localPorts()
  const directory = openLocalData()
  const stack = await startStack({
    environment: process.env,
    ports,
    directory,
    watch: true,
    ...watching,
  })
  const page = startNode({
    name: 'vite',
    args: [
      join(ROOT, 'apps', 'web', 'node_modules', 'vite', 'bin', 'vite.js'),
      join(ROOT, 'apps', 'web'),
      `--port=${ports.page}`,
      '--strictPort',
    ],
    env: { ...stack.env, GATEWAY_PORT: String(ports.gateway) },
    logDirectory: join(directory, 'logs'),
  })
  console.log(`Page ${stack.urls.page} · gateway ${stack.urls.gateway} · logs .data/logs`)
  return {
    ...stack,
    stop: async () => {
      await page.stop()
      await stack.stop()
    },
  }
})
