import { readFileSync, readdirSync, readlinkSync } from 'node:fs'
import { createServer } from 'node:net'
import { basename } from 'node:path'

/** Something cannot be started; the message is for the person at the terminal and says what to do. */
export class StackError extends Error {
  override readonly name = 'StackError'
}

/** A port nobody listens on, chosen by the system. Rejects where the system cannot bind the address. */
export const freePort = async (host = '127.0.0.1'): Promise<number> => {
  const server = createServer()
  await new Promise<void>((ready, failed) => {
    server.once('error', failed)
    server.listen(0, host, ready)
  })
  const address = server.address()
  await new Promise((closed) => server.close(closed))
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}

/** One for each process of a stack beside others. */
export const freeStackPorts = async () => ({
  page: await freePort(),
  gateway: await freePort(),
  user: await freePort(),
  inventory: await freePort(),
  order: await freePort(),
})

export type WantedPort = { readonly port: number; readonly what: string; readonly setting: string }

/** @throws {StackError} naming every port that is taken, by whom if it can be told, and how to move. */
export const assertPortsFree = async (wanted: readonly WantedPort[]): Promise<void> => {
  const taken = []
  for (const each of wanted) if (!(await isFree(each.port))) taken.push(each)
  if (taken.length === 0) return
  const lines = taken.map(({ port, what, setting }) => {
    const owner = processOn(port)
    const by = owner === undefined ? '' : ` by ${owner}`
    return `  port ${port} for the ${what} is taken${by}; move with ${setting}=${port + 100}`
  })
  throw new StackError(
    `Cannot start:\n${lines.join('\n')}\nIs another "npm start" running? Stop it, or move this one.`,
  )
}

const isFree = async (port: number): Promise<boolean> => {
  const server = createServer()
  const free = await new Promise<boolean>((resolve) => {
    server.once('error', () => resolve(false))
    server.listen({ port, host: '127.0.0.1' }, () => resolve(true))
  })
  if (free) await new Promise((closed) => server.close(closed))
  return free
}

const LONGEST_COMMAND = 60

/** `"node server.js" (pid 4711)`, where the system tells; Linux does. */
const processOn = (port: number): string | undefined => {
  try {
    const inode = listeningInode(port)
    if (inode === undefined) return undefined
    const pid = readdirSync('/proc').find((entry) => /^\d+$/.test(entry) && holds(entry, inode))
    if (pid === undefined) return undefined
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8')
      .split('\0')
      .map((word) => basename(word))
    return `"${command
      .filter((word) => word !== '')
      .join(' ')
      .slice(0, LONGEST_COMMAND)}" (pid ${pid})`
  } catch {
    return undefined
  }
}

const LISTENING = '0A'

const listeningInode = (port: number): string | undefined => {
  const hexPort = port.toString(16).toUpperCase().padStart(4, '0')
  const rows = ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((file) =>
    readFileSync(file, 'utf8').split('\n'),
  )
  const fields = rows
    .map((row) => row.trim().split(/\s+/))
    .find(([, local, , state]) => local?.endsWith(`:${hexPort}`) === true && state === LISTENING)
  return fields?.[9]
}

const holds = (pid: string, inode: string): boolean => {
  try {
    return readdirSync(`/proc/${pid}/fd`).some(
      (fd) => readlinkSync(`/proc/${pid}/fd/${fd}`) === `socket:[${inode}]`,
    )
  } catch {
    return false
  }
}
