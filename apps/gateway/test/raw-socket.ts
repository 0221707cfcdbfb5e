import { connect } from 'node:net'

import { Problem } from '@cnop/contracts/errors'
import { expect } from 'vitest'

/** Sends bytes as they are, where fetch would tidy them up, and resolves with all that came until the end. */
export const rawExchange = (url: string, ...parts: string[]): Promise<string> =>
  new Promise((resolve) => {
    const { hostname, port } = new URL(url)
    const socket = connect(Number(port), hostname, () => {
      for (const part of parts) socket.write(part, 'latin1')
    })
    let answer = ''
    socket.on('data', (chunk) => {
      answer += chunk.toString()
    })
    // A server that refuses may reset what it has not read; what it said before that counts.
    socket.on('error', () => {})
    socket.on('close', () => resolve(answer))
  })

export const statusOf = (answer: string): number =>
  Number(/^HTTP\/1\.1 (\d{3}) /.exec(answer)?.[1] ?? Number.NaN)

/** The status of each answer on one connection. */
export const statusesOf = (answers: string): number[] =>
  [...answers.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status))

/** What was refused says so as a problem, with nothing of our insides, and may not be kept or framed. */
export const expectProblem = (answer: string, status: number): void => {
  expect(statusOf(answer)).toBe(status)
  const [head = '', body = ''] = answer.split('\r\n\r\n', 2)
  expect(head).toMatch(/content-type: application\/problem\+json/i)
  expect(head).toMatch(/cache-control: no-store/i)
  expect(head).toMatch(/x-content-type-options: nosniff/i)
  expect(head).toMatch(/content-security-policy: default-src 'none'/i)
  expect(head).toMatch(/x-request-id: /i)
  expect(Problem.parse(JSON.parse(body)).status).toBe(status)
  expect(body).not.toMatch(/FST_|HPE_|ERR_|node:|\.[jt]s:\d+/)
}
