import { randomInt } from 'node:crypto'

import { freePort } from '../ports.ts'

/** An address of this machine and a port there. */
export type Place = { readonly host: string; readonly port: number }

/**
 * A random address of 127.0.0.0/8 with a free port, where no web page in a browser on this machine can find a server:
 * 2^23 addresses times the ports. `undefined` where the system binds 127.0.0.1 alone, as macOS does.
 */
export const privatePlace = async (): Promise<Place | undefined> => {
  const host = `127.${randomInt(1, 255)}.${randomInt(256)}.${randomInt(1, 255)}`
  try {
    return { host, port: await freePort(host) }
  } catch {
    return undefined
  }
}
