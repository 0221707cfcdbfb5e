import type { IncomingHttpHeaders } from 'node:http'

import { AppError } from '@cnop/contracts/errors'

/**
 * Refuses a request that another site had a browser send: with a route that is entered by cookie alone, the
 * browser would lend it the cookie of whoever sits before it. Programs say nothing of where they come from.
 * `SameSite=Strict` keeps out most of it already, but not the neighbours below one domain.
 * @param origins of pages that may call the API from elsewhere. @throws {AppError} FORBIDDEN
 */
export const assertSameOrigin = (
  headers: IncomingHttpHeaders,
  origins: readonly string[],
): void => {
  const { origin } = headers
  const site = headers['sec-fetch-site']
  if (origin === undefined && site === undefined) return
  if (origin !== undefined && origins.includes(origin)) return
  // Browsers name the site on pages served over TLS or from this machine, and on others the origin alone.
  const isOwn =
    site === undefined ? isHostOf(origin, headers) : site === 'same-origin' || site === 'none'
  if (!isOwn)
    throw new AppError('FORBIDDEN', 'Only the page of the platform itself may ask for this.')
}

/** A browser lets no page write these headers, so they need no trusted proxy here. */
const isHostOf = (origin: string | undefined, headers: IncomingHttpHeaders): boolean => {
  const page = nameOf(origin)
  return [headers.host, headers['x-forwarded-host']]
    .flatMap((host) => (typeof host === 'string' ? nameOf(`http://${host}`) : []))
    .some((name) => name !== undefined && name === page)
}

/** Without the port, as cookies do not know it either. */
const nameOf = (origin: string | undefined): string | undefined =>
  origin !== undefined && URL.canParse(origin) ? new URL(origin).hostname : undefined
