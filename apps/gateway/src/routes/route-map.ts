import { endpointsByService, type ServiceName } from '@cnop/contracts/catalogue'
import type { Endpoint } from '@cnop/contracts/endpoint'
import { HEARTBEAT_MS } from '@cnop/contracts/heartbeat'

import { isDownload } from '#src/admission/places'

/** An operation of the public API and where it goes. */
export type Route = {
  readonly endpoint: Endpoint
  readonly service: ServiceName
  /** How long the service may take to begin its answer, and between two parts of it. */
  readonly answerMs: number
  readonly pauseMs: number
}

/** A password hash takes a third of a second, and may wait for others. */
const PASSWORD_TIMEOUT_MS = 12_000
/** A part of a download is read before its answer begins. */
const DOWNLOAD_TIMEOUT_MS = 12_000
/** Above the services' own deadline of 2.5 s for a write, so that they answer first. */
const TIMEOUT_MS = 5_000

/** A stream has a heartbeat, and twice as long without one is dead. */
const STREAM_PAUSE_MS = 2 * HEARTBEAT_MS + 5_000

export const isStream = ({ config }: Endpoint): boolean => config.limit === 'stream'

const hashesPassword = ({ config }: Endpoint): boolean =>
  config.limit === 'login' || config.limit === 'register'

const answerMsOf = (endpoint: Endpoint): number => {
  if (hashesPassword(endpoint)) return PASSWORD_TIMEOUT_MS
  return isDownload(endpoint) ? DOWNLOAD_TIMEOUT_MS : TIMEOUT_MS
}

const timeoutsOf = (endpoint: Endpoint): Pick<Route, 'answerMs' | 'pauseMs'> => {
  const answerMs = answerMsOf(endpoint)
  return { answerMs, pauseMs: isStream(endpoint) ? STREAM_PAUSE_MS : answerMs }
}

const SERVICES: readonly ServiceName[] = ['user-service', 'inventory-service', 'order-service']

/** Every route there is, from the contracts. What is not here does not exist outside. */
export const routeMap: readonly Route[] = SERVICES.flatMap((service) =>
  endpointsByService[service].map((endpoint) => ({
    endpoint,
    service,
    ...timeoutsOf(endpoint),
  })),
)
