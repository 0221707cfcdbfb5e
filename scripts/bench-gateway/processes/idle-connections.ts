/**
 * Keeps connections open that are hardly used: `idle-connections.ts PORT COUNT`. Each asks whether the process is
 * alive before its keep-alive runs out. Says `open N` when all are there, and how many were lost when told to stop.
 */
import { connect, type Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'

const [, , port, count] = process.argv
const AT_ONCE = 100
const ASK_EVERY_MS = 8_000
const REQUEST = 'GET /health/live HTTP/1.1\r\nHost: gateway\r\n\r\n'

let lost = 0
const sockets: Socket[] = []

const open = (): Promise<void> =>
  new Promise((resolve) => {
    // Addresses of the loopback network each have ports of their own.
    const localAddress = `127.0.0.${2 + (sockets.length % 4)}`
    const socket = connect({ port: Number(port), host: '127.0.0.1', localAddress })
    sockets.push(socket)
    socket.on('error', () => {})
    socket.on('close', () => {
      lost += 1
      resolve()
    })
    socket.once('data', () => resolve())
    socket.resume()
    socket.write(REQUEST)
  })

while (sockets.length < Number(count))
  await Promise.all(Array.from({ length: AT_ONCE }, () => open()))
console.log(`open ${sockets.length - lost}`)
process.on('SIGTERM', () => {
  console.log(`lost ${lost}`)
  process.exit(0)
})
for (let turn = 0; ; turn += 1) {
  // A few at a time, evenly over the period.
  const share = Math.ceil(sockets.length / (ASK_EVERY_MS / 20))
  for (let nth = 0; nth < share; nth += 1)
    sockets[(turn * share + nth) % sockets.length]?.write(REQUEST)
  await pause(20)
}
