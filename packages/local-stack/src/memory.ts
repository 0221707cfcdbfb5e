import { readFileSync, readdirSync } from 'node:fs'

/**
 * Memory of a process and all it has started, in MiB: proportional set size, in which a page that n
 * processes share counts 1/n for each. `undefined` where the system does not tell.
 */
export const memoryOfTree = (rootPid: number): number | undefined => {
  try {
    const kibibytes = treeOf(rootPid).map(proportionalSetSize)
    return Math.round(kibibytes.reduce((sum, size) => sum + size, 0) / 1024)
  } catch {
    return undefined
  }
}

const treeOf = (rootPid: number): number[] => {
  const parents = new Map<number, number>()
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue
    const parent = parentOf(entry)
    if (parent !== undefined) parents.set(Number.parseInt(entry, 10), parent)
  }
  const descends = (pid: number | undefined): boolean =>
    pid !== undefined && (pid === rootPid || descends(parents.get(pid)))
  return [...parents.keys()].filter(descends)
}

const parentOf = (pid: string): number | undefined => {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8')
    return Number.parseInt(/^PPid:\s+(\d+)/m.exec(status)?.[1] ?? '', 10)
  } catch {
    return undefined
  }
}

const proportionalSetSize = (pid: number): number => {
  const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8')
  return Number.parseInt(/^Pss:\s+(\d+)/m.exec(rollup)?.[1] ?? '0', 10)
}
