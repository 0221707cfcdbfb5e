import { readSettings, portSetting } from '@cnop/common/http/settings'
import { assertPortsFree } from '@cnop/local-stack/ports'
import type { StackOptions } from '@cnop/local-stack/stack'

const settings = {
  GATEWAY_PORT: portSetting(8080),
  USER_SERVICE_PORT: portSetting(8000),
  INVENTORY_SERVICE_PORT: portSetting(8001),
  ORDER_SERVICE_PORT: portSetting(8002),
  WEB_PORT: portSetting(3000),
}

/**
 * The ports of a stack on this machine, all of them free.
 * @throws {StackError} naming those that are taken. @throws {SettingsError}
 */
export const localPorts = async (): Promise<StackOptions['ports']> => {
  const ports = readSettings(settings, process.env)
  await assertPortsFree([
    { port: ports.WEB_PORT, what: 'page', setting: 'WEB_PORT' },
    { port: ports.GATEWAY_PORT, what: 'gateway', setting: 'GATEWAY_PORT' },
    { port: ports.USER_SERVICE_PORT, what: 'user-service', setting: 'USER_SERVICE_PORT' },
    {
      port: ports.INVENTORY_SERVICE_PORT,
      what: 'inventory-service',
      setting: 'INVENTORY_SERVICE_PORT',
    },
    { port: ports.ORDER_SERVICE_PORT, what: 'order-service', setting: 'ORDER_SERVICE_PORT' },
  ])
  return {
    page: ports.WEB_PORT,
    gateway: ports.GATEWAY_PORT,
    user: ports.USER_SERVICE_PORT,
    inventory: ports.INVENTORY_SERVICE_PORT,
    order: ports.ORDER_SERVICE_PORT,
  }
}
