/** The least a proxy on Node can be: node:http and undici's stream. `raw-undici.ts PORT SERVICE_URL`. */
import { createServer } from 'node:http'

import { API_BASE } from '@cnop/contracts/internal'
import { Pool } from 'undici'

const [, , port, upstream = ''] = process.argv
const pool = new Pool(upstream, { connections: 256, pipelining: 1 })

createServer((request, response) => {
  const path = request.url?.slice(API_BASE.length) ?? '/'
  const options = { method: request.method ?? 'GET', path, headers: request.headers, body: null }
  pool
    .stream(options, ({ statusCode, headers }) => response.writeHead(statusCode, headers))
    .catch(() => response.destroy())
}).listen(Number(port), '127.0.0.1')
