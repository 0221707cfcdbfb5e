import { compile } from '@fastify/proxy-addr'
import type { FastifyRequest } from 'fastify'

import { PRIVATE_NETWORKS } from './private-networks.ts'

const isPrivate = compile(PRIVATE_NETWORKS)

/** From our own networks and through no proxy: the state of a process is no one else's business. */
export const isFromInside = ({
  headers,
  socket,
}: Pick<FastifyRequest, 'headers' | 'socket'>): boolean =>
  headers['x-forwarded-for'] === undefined &&
  headers.forwarded === undefined &&
  isPrivate(socket.remoteAddress ?? '', 0)
