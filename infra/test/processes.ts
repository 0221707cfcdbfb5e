import { gatewaySettings } from '../../apps/gateway/src/config.ts'
import { inventoryServiceSettings } from '../../apps/inventory-service/src/config.ts'
import { orderServiceSettings } from '../../apps/order-service/src/config.ts'
import { userServiceSettings } from '../../apps/user-service/src/config.ts'

/** What each process reads, and where it listens when nothing says otherwise. */
export const processes = {
  gateway: { settings: gatewaySettings, port: 8080 },
  'user-service': { settings: userServiceSettings, port: 8000 },
  'inventory-service': { settings: inventoryServiceSettings, port: 8001 },
  'order-service': { settings: orderServiceSettings, port: 8002 },
} as const

/** Read by libraries rather than by the settings of a process. */
const READ_BY_LIBRARIES = new Set(['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'NODE_ENV'])

/** Settings given that nothing reads: misspelt, or left behind by a change. */
export const unread = (settings: object, given: Record<string, string>): string[] =>
  Object.keys(given).filter((name) => !(name in settings) && !READ_BY_LIBRARIES.has(name))
