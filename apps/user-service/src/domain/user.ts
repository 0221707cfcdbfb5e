import { DemoLocked, UserNotFound } from '@cnop/contracts/domain-errors'

/** A person with an account, as the domain knows one. */
export type StoredUser = {
  readonly username: string
  readonly email: string
  readonly password_hash: string
  readonly first_name: string
  readonly last_name: string
  readonly phone: string | null
  readonly date_of_birth: string | null
  readonly marketing_emails_consent: boolean
  readonly role: 'customer' | 'admin'
  readonly status: 'active' | 'suspended'
  /** Two-factor log-in: the sealed secret, one to be confirmed, and hashes of the recovery codes left. */
  readonly totp_secret?: string | undefined
  readonly totp_proposed?: string | undefined
  readonly recovery_codes?: ReadonlySet<string> | undefined
  /** A demo account, whose credentials are fixed: one that all share, or a private one without a password. */
  readonly demo?: boolean | undefined
  /** RFC 3339, UTC: when a private demo account ends and is deleted. */
  readonly demo_until?: string | undefined
  /** RFC 3339, UTC. */
  readonly created_at: string
  readonly updated_at: string
}

/** Fields that only administrators and operators change. */
export type Standing = Pick<StoredUser, 'role' | 'status'>

/** What users may change of themselves. */
export type ProfileFields = Pick<
  StoredUser,
  'first_name' | 'last_name' | 'phone' | 'date_of_birth' | 'marketing_emails_consent'
>

export type UserStore = {
  /** @throws {AppError} USERNAME_TAKEN, EMAIL_TAKEN */
  create(user: StoredUser): Promise<void>
  findByUsername(username: string): Promise<StoredUser | undefined>
  findByEmail(email: string): Promise<StoredUser | undefined>
  /** Sets the named fields and leaves all others. @throws {AppError} USER_NOT_FOUND */
  changeProfile(username: string, fields: Partial<ProfileFields>, now: string): Promise<void>
  /** Gives up one address and takes the other, both or neither. @throws {AppError} EMAIL_TAKEN */
  changeEmail(user: StoredUser, email: string, now: string): Promise<void>
  /** Leaves at least one active administrator. @throws {AppError} USER_NOT_FOUND, LAST_ADMINISTRATOR */
  changeStanding(
    change: Partial<Standing> & { readonly username: string; readonly now: string },
  ): Promise<void>
  /** By name, those whose name begins so and comes after another. */
  list(page: {
    readonly prefix: string
    readonly after: string | undefined
    readonly limit: number
  }): Promise<StoredUser[]>
  /** Whether the hash was still the one given as `from`. */
  changePasswordHash(change: {
    readonly username: string
    readonly from: string
    readonly to: string
    /** When the user changed it; left out when only its form changed. */
    readonly now?: string
  }): Promise<boolean>
}

/** @throws {AppError} USER_NOT_FOUND */
export const findUser = async (users: UserStore, username: string): Promise<StoredUser> => {
  const user = await users.findByUsername(username)
  if (user === undefined) throw new UserNotFound()
  return user
}

/** @throws {AppError} DEMO_LOCKED for a demo account, whose credentials are fixed. */
export const assertOwnCredentials = ({ demo }: StoredUser): void => {
  if (demo === true) throw new DemoLocked()
}
