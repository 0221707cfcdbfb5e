import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const fileIn = (directory: string): string => join(directory, 'database.json')

/** Notes where the database of a running stack is, for tools that join it. Returns how to take it back. */
export const noteDatabase = (directory: string, env: Record<string, string>): (() => void) => {
  const file = fileIn(directory)
  writeFileSync(file, JSON.stringify({ pid: process.pid, env }), { mode: 0o600 })
  return () => rmSync(file, { force: true })
}

/** Settings that reach the database of the stack running on this directory, if one is. */
export const databaseOfRunningStack = (directory: string): Record<string, string> | undefined => {
  try {
    const note: unknown = JSON.parse(readFileSync(fileIn(directory), 'utf8'))
    if (!isNote(note)) return undefined
    process.kill(note.pid, 0)
    return note.env
  } catch {
    return undefined
  }
}

const isNote = (note: unknown): note is { pid: number; env: Record<string, string> } =>
  typeof note === 'object' &&
  note !== null &&
  'pid' in note &&
  typeof note.pid === 'number' &&
  'env' in note &&
  typeof note.env === 'object'
