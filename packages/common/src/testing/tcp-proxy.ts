import { connect, createServer, type Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'

/** What becomes of bytes on their way. */
export type Weather =
  | 'clear'
  /** Each answer arrives late. */
  | 'slow'
  /** Connections stand and nothing is ever said on them, as with a process that was stopped (SIGSTOP). */
  | 'silent'
  /** Connections break and new ones do too. */
  | 'cut'

export type TcpProxy = {
  readonly port: number
  readonly become: (next: Weather) => void
  /** New connections go elsewhere, as when a name stands for another server; those there are stay. */
  readonly leadTo: (next: URL) => void
  /** The connections of now stay silent for good, new ones are as good as any: a network forgot them. */
  readonly forgetConnections: () => void
  readonly close: () => Promise<void>
}

const SLOW_MS = 300

type Pair = { readonly client: Socket; readonly server: Socket; forgotten: boolean }

/** Stands between a client and a server and does what networks do. */
export const startTcpProxy = async (first: URL): Promise<TcpProxy> => {
  let target = first
  let weather: Weather = 'clear'
  const pairs = new Set<Pair>()

  const carry = async (pair: Pair, chunk: Buffer, to: Socket): Promise<void> => {
    if (weather === 'slow') await pause(SLOW_MS)
    if (pair.forgotten || weather === 'silent') return
    to.write(chunk)
  }

  const listener = createServer((client) => {
    if (weather === 'cut') {
      client.destroy()
      return
    }
    const server = connect(Number(target.port), target.hostname)
    const pair: Pair = { client, server, forgotten: false }
    pairs.add(pair)
    const end = (): void => {
      pairs.delete(pair)
      client.destroy()
      server.destroy()
    }
    for (const socket of [client, server]) socket.on('error', end).on('close', end)
    client.on('data', (chunk) => void carry(pair, chunk, server))
    server.on('data', (chunk) => void carry(pair, chunk, client))
  })
  await new Promise<void>((ready) => listener.listen(0, '127.0.0.1', ready))
  const address = listener.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  const cutAll = (): void => {
    for (const { client } of pairs) client.destroy()
  }
  return {
    port: address.port,
    become: (next) => {
      weather = next
      if (next === 'cut') cutAll()
    },
    leadTo: (next) => {
      target = next
    },
    forgetConnections: () => {
      for (const pair of pairs) pair.forgotten = true
    },
    close: async () => {
      cutAll()
      await new Promise((closed) => listener.close(closed))
    },
  }
}
