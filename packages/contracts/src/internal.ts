/** What the gateway and the services say to each other and no client ever sees. */

/** Path the public API lives under at the gateway. */
export const API_BASE = '/api/v1'

/**
 * Answer header by which user-service tells the gateway that a session is over, so that its access token
 * stops working at once. The gateway strips it.
 */
export const ENDED_SESSION_HEADER = 'x-ended-session'
