import type { Server } from 'node:http'

const draining = new WeakSet<Server>()

/** From now on the server answers what it is asked and wants to be asked no more. */
export const startDraining = (server: Server): void => {
  draining.add(server)
}

export const isDraining = (server: Server): boolean => draining.has(server)
