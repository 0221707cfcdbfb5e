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
  /** RFC 3339, UTC. */
  readonly created_at: string
  readonly updated_at: string
}

export type UserStore = {
  /** @throws {AppError} USERNAME_TAKEN, EMAIL_TAKEN */
  create(user: StoredUser): Promise<void>
  findByUsername(username: string): Promise<StoredUser | undefined>
  findByEmail(email: string): Promise<StoredUser | undefined>
}
