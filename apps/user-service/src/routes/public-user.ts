import type { AdminUser, User } from '@cnop/contracts/accounts'

import { hasTwoFactor } from '#src/domain/two-factor'
import type { StoredUser } from '#src/domain/user'

/** What the API shows of a user, field by field: whatever else is stored stays inside. */
export const publicUser = (user: StoredUser): User => ({
  username: user.username,
  email: user.email,
  first_name: user.first_name,
  last_name: user.last_name,
  phone: user.phone,
  date_of_birth: user.date_of_birth,
  marketing_emails_consent: user.marketing_emails_consent,
  role: user.role,
  demo: user.demo ?? false,
  demo_until: user.demo_until ?? null,
  created_at: user.created_at,
  updated_at: user.updated_at,
})

export const adminUser = (user: StoredUser): AdminUser => ({
  ...publicUser(user),
  status: user.status,
  two_factor_enabled: hasTwoFactor(user),
})
