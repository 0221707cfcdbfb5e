import { API_BASE } from '@cnop/contracts/internal'
/** The gateway reduced to what carries: `http-proxy.ts PORT SERVICE_URL`. */
import proxy from '@fastify/http-proxy'
import Fastify from 'fastify'

const [, , port, upstream = ''] = process.argv
const app = Fastify()
await app.register(proxy, {
  upstream,
  prefix: API_BASE,
  rewritePrefix: '',
  retryMethods: [],
  undici: { connections: 256, pipelining: 1 },
})
await app.listen({ host: '127.0.0.1', port: Number(port) })
