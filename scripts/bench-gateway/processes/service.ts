/** Stands in for a service: answers what a balance looks like, as fast as Node can. `service.ts PORT`. */
import { createServer } from 'node:http'

const BALANCE = Buffer.from(
  JSON.stringify({
    current_balance: '1000000.00',
    currency: 'USD',
    updated_at: '2026-01-01T00:00:00.000Z',
    username: 'bench_trader',
    reserved: '0.00',
    available: '1000000.00',
  }),
)

// Longer than the keep-alive of any proxy that is compared.
createServer({ keepAliveTimeout: 60_000 }, (_request, response) => {
  response.writeHead(200, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': BALANCE.length,
    'cache-control': 'no-store',
  })
  response.end(BALANCE)
}).listen(Number(process.argv[2]), '127.0.0.1')
