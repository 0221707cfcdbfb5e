import { endpointsByService, type ServiceName } from '@cnop/contracts/catalogue'
import type { Endpoint } from '@cnop/contracts/endpoint'

/** An operation of the public API and where it goes. */
export type Route = {
  readonly endpoint: Endpoint
  readonly service: ServiceName
  /** How long the service may take to begin and to continue its answer. */
  readonly timeoutMs: number
}

/** A password hash takes a third of a second, and may wait for others. */
const PASSWORD_TIMEOUT_MS = 12_000
/** Above the services' own deadline of 2.5 s for a write, so that they answer first. */
const TIMEOUT_MS = 5_000

const hashesPassword = ({ config }: Endpoint): boolean =>
  config.limit === 'login' || config.limit === 'register'

const SERVICES: readonly ServiceName[] = ['user-service', 'inventory-service', 'order-service']

/** Every route there is, from the contracts. What is not here does not exist outside. */
export const routeMap: readonly Route[] = SERVICES.flatMap((service) =>
  endpointsByService[service].map((endpoint) => ({
    endpoint,
    service,
    timeoutMs: hashesPassword(endpoint) ? PASSWORD_TIMEOUT_MS : TIMEOUT_MS,
  })),
)
