import { readFileSync } from 'node:fs'

import { API_BASE } from '@cnop/contracts/internal'

import { measure } from './measure.ts'
import type { Target } from './targets.ts'

const REQUESTS = 1_000_000
const STEP_SECONDS = 20
const CONNECTIONS = 32

/** How much memory the gateway holds as a million requests go through it. */
export const showMemory = async (
  { url, pid }: Target,
  headers: { readonly authorization: string },
): Promise<void> => {
  console.log('\nMemory of the gateway:')
  const show = async (requests: number): Promise<void> => {
    const [resident, heap] = [residentMb(pid), await heapMb(url)]
    console.log(
      `  after ${String(requests).padStart(7)} requests: resident ${resident.toFixed(0)} MB, heap ${heap.toFixed(0)} MB`,
    )
  }
  let requests = 0
  await show(requests)
  while (requests < REQUESTS) {
    const { perSecond } = await measure(pid, {
      url: `${url}${API_BASE}/balance`,
      headers,
      connections: CONNECTIONS,
      seconds: STEP_SECONDS,
    })
    requests += Math.round(perSecond * STEP_SECONDS)
    await show(requests)
  }
}

const KB_PER_MB = 1_024
const BYTES_PER_MB = 1_024 * 1_024

const residentMb = (pid: number): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / KB_PER_MB

const heapMb = async (url: string): Promise<number> => {
  const metrics = await (await fetch(`${url}/metrics`)).text()
  return Number(/^nodejs_heap_size_used_bytes\S* (\S+)/m.exec(metrics)?.[1]) / BYTES_PER_MB
}
