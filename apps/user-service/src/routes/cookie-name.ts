import type { FastifyRequest } from 'fastify'

const SECURE_PREFIX = '__Secure-'

/** Browsers take a cookie of this name from TLS alone (RFC 6265bis), so nobody can plant one without. */
export const secureName = (name: string): string => `${SECURE_PREFIX}${name}`

export const isOverTls = ({ protocol }: Pick<FastifyRequest, 'protocol'>): boolean =>
  protocol === 'https'

/** The name of a cookie on the connection it travels on; no other name is looked at there. */
export const cookieName = (name: string, request: Pick<FastifyRequest, 'protocol'>): string =>
  isOverTls(request) ? secureName(name) : name
