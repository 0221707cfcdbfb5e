import { createServer, connect } from 'node:net'

/** The way to a server, of which both ends stay open while nothing comes through, as when the server hangs. */
export const doorTo = async (
  url: string,
): Promise<{ url: string; hang: () => void; goOn: () => void; close: () => void }> => {
  const { hostname, port } = new URL(url)
  const open = new Set<ReturnType<typeof connect>>()
  let hangs = false
  const server = createServer((outer) => {
    const inner = connect(Number(port), hostname)
    for (const [from, to] of [
      [outer, inner],
      [inner, outer],
    ] as const) {
      open.add(from)
      from.on('data', (bytes) => to.write(bytes))
      from.on('error', () => to.destroy())
      from.on('close', () => {
        open.delete(from)
        to.destroy()
      })
      if (hangs) from.pause()
    }
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const address = server.address()
  const own = typeof address === 'object' ? address?.port : undefined
  return {
    url: `http://127.0.0.1:${own}`,
    hang: () => {
      hangs = true
      for (const socket of open) socket.pause()
    },
    goOn: () => {
      hangs = false
      for (const socket of open) socket.resume()
    },
    close: () => {
      for (const socket of open) socket.destroy()
      server.close()
    },
  }
}
