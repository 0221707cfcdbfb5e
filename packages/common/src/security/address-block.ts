import { isIPv6, SocketAddress } from 'node:net'

/** How a listener for both families writes an IPv4 address. */
const MAPPED = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i

/**
 * What counts as one address where requests are counted by where they come from: an IPv4 address itself, of
 * IPv6 the /64 it is in, since a customer is given at least that much and can send from any part of it.
 *
 * @returns the same text for every spelling of an address; what is no address comes back as it is.
 */
export const addressBlock = (address: string): string => {
  if (!isIPv6(address)) return address
  const written = MAPPED.exec(address)?.[1]
  if (written !== undefined) return written
  // A zone (`%eth0`) names an interface of this machine.
  const [bare = ''] = address.split('%', 1)
  const canonical = new SocketAddress({ address: bare, family: 'ipv6' }).address
  return MAPPED.exec(canonical)?.[1] ?? firstGroups(canonical)
}

/** The first four of eight groups, those that `::` stands for included. */
const firstGroups = (canonical: string): string => {
  const [before = [], after = []] = canonical.split('::').map(groupsIn)
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => '0')
  return `${[...before, ...zeros, ...after].slice(0, 4).join(':')}::/64`
}

const groupsIn = (part: string): string[] => part.split(':').filter((group) => group !== '')
