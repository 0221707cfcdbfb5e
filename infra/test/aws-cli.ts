import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { json } from 'node:stream/consumers'

import type { Call } from './stand-ins.ts'

export const isAwsInstalled = (): boolean =>
  spawnSync('aws', ['--version'], { encoding: 'utf8' }).status === 0

/** Enough of an answer for each command to end. */
const ANSWER = JSON.stringify({ Table: { TableStatus: 'ACTIVE' }, SecretString: 'x' })

/**
 * What the real command line makes of calls: the kind of each request and its body, as AWS would see them.
 * @throws {Error} with what it says when it does not take one.
 */
export const askedByRealCli = async (calls: readonly Call[]): Promise<[string, unknown][]> => {
  const asked: [string, unknown][] = []
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const kind = String(request.headers['x-amz-target']).split('.').at(-1) ?? ''
    asked.push([kind, await json(request)])
    response.setHeader('content-type', 'application/x-amz-json-1.0').end(ANSWER)
  }
  const server = createServer((request, response) => void answer(request, response)).listen(
    0,
    '127.0.0.1',
  )
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : undefined
  try {
    for (const call of calls) await runAws(call, `http://127.0.0.1:${port}`)
  } finally {
    server.close()
  }
  return asked
}

const runAws = async ({ args, input }: Call, endpoint: string): Promise<void> => {
  // A pipe of the shell, as in the scripts: what Node makes of one cannot be opened as /dev/stdin.
  const child = spawn('bash', ['-c', 'printf %s "$CALL_INPUT" | aws "$@"', 'aws', ...args], {
    env: {
      CALL_INPUT: input,
      PATH: process.env['PATH'],
      HOME: process.env['HOME'],
      AWS_ENDPOINT_URL: endpoint,
      AWS_ACCESS_KEY_ID: 'none',
      AWS_SECRET_ACCESS_KEY: 'none',
      AWS_DEFAULT_REGION: 'us-east-1',
      AWS_CONFIG_FILE: '/dev/null',
      AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
      AWS_PAGER: '',
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let said = ''
  child.stderr.on('data', (chunk) => (said += String(chunk)))
  const [status] = await once(child, 'close')
  if (status !== 0) throw new Error(`aws ${args.join(' ')}: ${said}`)
}
