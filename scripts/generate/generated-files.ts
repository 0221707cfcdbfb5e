import { pageCaching, pageHeaders } from './nginx.ts'

/** Files that repeat what the code says, for programs that cannot read the code. */
export const generatedFiles: Readonly<Record<string, () => string>> = {
  'infra/nginx/page-headers.conf': pageHeaders,
  'infra/nginx/page-caching.conf': pageCaching,
}
