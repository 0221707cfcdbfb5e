import { z } from 'zod'

/**
 * Items of the users table:
 *
 * | pk             | sk              | item                                     |
 * | -------------- | --------------- | ---------------------------------------- |
 * | `USER#<name>`  | `PROFILE`       | the person, the password hash, which API keys there are |
 * | `USER#<name>`  | `SESSION#<id>`  | a session, gone at `expires_at`          |
 * | `USER#<name>`  | `APIKEY#<id>`   | an API key                               |
 * | `EMAIL#<mail>` | `EMAIL`         | who owns the address: keeps it unique    |
 * | `DIRECTORY`    | `<name>`        | that there is such a user: lists them    |
 * | `DEMO`         | `LIVE#<until>#<name>` | a private demo account, by its end |
 * | `DEMO`         | `COUNT`, `COUNT#<block>` | how many of those there are, in all and from an address block |
 * | `ADMINS`       | `ACTIVE`        | which administrators are active          |
 */
export const userPartition = (username: string): string => `USER#${username}`
export const emailPartition = (email: string): string => `EMAIL#${email}`
export const DIRECTORY = 'DIRECTORY'
export const ADMINS = 'ADMINS'
export const ACTIVE_KEY = 'ACTIVE'
export const PROFILE_KEY = 'PROFILE'
export const EMAIL_KEY = 'EMAIL'
export const SESSION_PREFIX = 'SESSION#'
export const sessionKey = (sessionId: string): string => `${SESSION_PREFIX}${sessionId}`

export const API_KEY_PREFIX = 'APIKEY#'
export const apiKeyKey = (keyId: string): string => `${API_KEY_PREFIX}${keyId}`

export const UserItem = z.object({
  username: z.string(),
  email: z.string(),
  password_hash: z.string(),
  first_name: z.string(),
  last_name: z.string(),
  phone: z.string().nullable(),
  date_of_birth: z.string().nullable(),
  marketing_emails_consent: z.boolean(),
  role: z.enum(['customer', 'admin']),
  status: z.enum(['active', 'suspended']).default('active'),
  totp_secret: z.string().optional(),
  totp_proposed: z.string().optional(),
  recovery_codes: z.set(z.string()).optional(),
  demo: z.boolean().optional(),
  demo_until: z.string().optional(),
  created_at: z.string(),
  updated_at: z.string(),
})
export type UserItem = z.infer<typeof UserItem>
