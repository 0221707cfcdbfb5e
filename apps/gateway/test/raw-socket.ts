import { connect } from 'node:net'

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
