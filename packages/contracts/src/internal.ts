/** What the gateway and the services say to each other and no client ever sees. */

/** Path the public API lives under at the gateway. */
export const API_BASE = '/api/v1'

/**
 * Answer headers by which user-service tells the gateway whose access has ended, or is given back, so that
 * it takes effect with this very answer: subjects, separated by commas. The gateway strips them.
 */
export const REVOKED_HEADER = 'x-revoked-access'
export const RESTORED_HEADER = 'x-restored-access'

/** What access can be taken from: one session (or one API key, by its id), or a user as a whole. */
export const sessionSubject = (sessionId: string): string => `session:${sessionId}`
export const userSubject = (username: string): string => `user:${username}`

/** Whether a subject's access has ended or was given back; the later word holds. */
export type AccessState = 'revoked' | 'restored'
