import { capacityPage } from './capacity.ts'
import { dashboards, grafanaJson } from './dashboards.ts'
import { keyedRequests, pageCaching, pageHeaders } from './nginx.ts'
import { tablesJson } from './tables.ts'

/** Files that repeat what the code says, for programs that cannot read the code. */
export const generatedFiles: Readonly<Record<string, () => string>> = {
  'docs/capacity.md': capacityPage,
  'terraform/generated/tables.json': tablesJson,
  'infra/nginx/page-headers.conf': pageHeaders,
  'infra/nginx/page-caching.conf': pageCaching,
  'infra/nginx/keyed-requests.conf': keyedRequests,
  ...Object.fromEntries(
    dashboards.map((dashboard) => [
      `infra/grafana/dashboards/${dashboard.uid}.json`,
      () => grafanaJson(dashboard),
    ]),
  ),
}
