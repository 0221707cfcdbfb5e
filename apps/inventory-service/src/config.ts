import { httpSettings, portSetting } from '@cnop/common/http/settings'
import { z } from 'zod'

export const inventoryServiceSettings = {
  ...httpSettings,
  INVENTORY_SERVICE_PORT: portSetting(8001),
  /** Names the simulated market. Replicas that are to show the same prices need the same one. */
  SIMULATION_SEED: z.string().min(1).default('cnop'),
}
