/**
 * What the page is served with, whoever serves it: the server of `npm start` reads it from here, and
 * nginx in a container from `infra/nginx/page-headers.conf`, which is generated from it.
 */
export const PAGE_HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': [
    "default-src 'self'",
    "img-src 'self' data:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join(';'),
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'origin-agent-cluster': '?1',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=()',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
}

const YEAR_SECONDS = 31_536_000

/** Names of built files hold a hash of what is in them; everything else is asked for again. */
export const HASHED_FILES = '/assets/'
export const CACHE_HASHED = `public, max-age=${YEAR_SECONDS}, immutable`
export const CACHE_OTHERS = 'no-cache'

/**
 * Names with an extension are files: one that is not there is 404, and every other address is one of the page,
 * which finds its own way, whatever kind of answer is asked for.
 */
export const FILE_NAME = String.raw`\.[^/]*$`
