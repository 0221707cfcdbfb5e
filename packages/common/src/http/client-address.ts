import { isIP } from 'node:net'

import type { FastifyInstance } from 'fastify'

const FORWARDED_FOR = 'x-forwarded-for'

/**
 * Leaves nothing but addresses in `X-Forwarded-For`, so that `request.ip` is one wherever it is counted,
 * logged or stored: some proxies write `ip:port`, and each port would count as a client of its own. An entry
 * that is no address ends the list, as nothing to the left of it can be relied on; without any, the client is
 * the peer itself. For apps that trust a proxy.
 */
export const cleanForwardedAddresses = (app: FastifyInstance): void => {
  app.addHook('onRequest', ({ raw }, _reply, done) => {
    const forwarded = raw.headers[FORWARDED_FOR]
    if (typeof forwarded === 'string')
      raw.headers[FORWARDED_FOR] =
        addressesIn(forwarded).join(', ') || (raw.socket.remoteAddress ?? '')
    done()
  })
}

/** The addresses at the end of a forwarded list, without ports and brackets. */
export const addressesIn = (forwarded: string): string[] => {
  const addresses: string[] = []
  for (const entry of forwarded.split(',').toReversed()) {
    const address = bareAddress(entry.trim())
    if (address === undefined) break
    addresses.push(address)
  }
  return addresses.toReversed()
}

const BRACKETED = /^\[([\da-f:.]{2,45})\](?::\d{1,5})?$/i
const WITH_PORT = /^([\d.]{7,15}):\d{1,5}$/

const bareAddress = (text: string): string | undefined => {
  const address = BRACKETED.exec(text)?.[1] ?? WITH_PORT.exec(text)?.[1] ?? text
  return isIP(address) === 0 ? undefined : address
}
