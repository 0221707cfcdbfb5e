import { fileURLToPath } from 'node:url'

import { z } from 'zod'

import { onOtherCores } from './measure.ts'

const Arrivals = z.object({
  arrivedPerSecond: z.number(),
  servedPerSecond: z.number(),
  shed: z.number(),
  failed: z.number(),
  p50Ms: z.number(),
  p99Ms: z.number(),
})

/** What becomes of requests that arrive at a rate, answered or not. */
export const arrive = async (
  url: string,
  { authorization }: { readonly authorization: string },
  { perSecond, seconds }: { readonly perSecond: number; readonly seconds: number },
): Promise<z.infer<typeof Arrivals>> => {
  const program = fileURLToPath(new URL('processes/arrivals.ts', import.meta.url))
  const args = [program, url, authorization, String(perSecond), String(seconds)]
  const { code, output } = await onOtherCores(process.execPath, args)
  if (code !== 0) throw new Error(`the client failed:\n${output}`)
  return Arrivals.parse(JSON.parse(output))
}
