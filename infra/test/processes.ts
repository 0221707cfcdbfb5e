import { readSettings } from '@cnop/common/http/settings'
import { checkTokenSettings } from '@cnop/common/security/token-settings'

import { gatewaySettings } from '../../apps/gateway/src/config.ts'
import {
  inventoryServiceSettings,
  readInventoryServiceSettings,
} from '../../apps/inventory-service/src/config.ts'
import {
  orderServiceSettings,
  readOrderServiceSettings,
} from '../../apps/order-service/src/config.ts'
import { readUserServiceSettings, userServiceSettings } from '../../apps/user-service/src/config.ts'

type Environment = Record<string, string>

/** What each process reads, and how: it throws where the process would refuse to start. */
export const processes = {
  gateway: {
    settings: gatewaySettings,
    read: (environment: Environment) =>
      readSettings(gatewaySettings, environment, checkTokenSettings),
  },
  'user-service': { settings: userServiceSettings, read: readUserServiceSettings },
  'inventory-service': { settings: inventoryServiceSettings, read: readInventoryServiceSettings },
  'order-service': { settings: orderServiceSettings, read: readOrderServiceSettings },
} as const

/** Read by libraries rather than by the settings of a process. */
const READ_BY_LIBRARIES = new Set(['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'NODE_ENV'])

/** Settings given that nothing reads: misspelt, or left behind by a change. */
export const unread = (settings: object, given: Environment): string[] =>
  Object.keys(given).filter((name) => !(name in settings) && !READ_BY_LIBRARIES.has(name))
