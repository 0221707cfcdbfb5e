import { connect, createServer, type Socket } from 'node:net'

type Balancer = { readonly close: () => void }

/**
 * Hands each connection to the first of some processes that takes it, as what stands before the replicas of
 * a service does.
 */
export const startBalancer = async (
  port: number,
  replicas: readonly number[],
): Promise<Balancer> => {
  const server = createServer((client) => handOver(client, replicas))
  await new Promise<void>((ready) => server.listen(port, '127.0.0.1', ready))
  return { close: () => void server.close() }
}

const handOver = (client: Socket, [first, ...others]: readonly number[]): void => {
  if (first === undefined) {
    client.destroy()
    return
  }
  const replica = connect(first, '127.0.0.1')
  const refused = () => handOver(client, others)
  replica.once('error', refused)
  replica.once('connect', () => {
    replica.off('error', refused)
    // Whatever side breaks off, the other learns of it.
    replica.on('error', () => {}).on('close', () => client.destroy())
    client.on('error', () => {}).on('close', () => replica.destroy())
    client.pipe(replica).pipe(client)
  })
}
