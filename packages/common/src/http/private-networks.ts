/** Networks only our own processes send from: a service behind the gateway believes its forwarded address. */
export const PRIVATE_NETWORKS = ['loopback', 'linklocal', 'uniquelocal']
