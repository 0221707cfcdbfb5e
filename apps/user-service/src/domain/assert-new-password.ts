import { AppError } from '@cnop/contracts/errors'

import { isCommonPassword } from '#src/domain/common-password'

/** Whose password it is to be, and the field it came in. */
type NewPassword = {
  readonly username: string
  readonly email: string
  readonly password: string
  readonly field: 'password' | 'new_password'
}

/**
 * What the form of a password cannot say: that it is not one everybody guesses, nor one that the name or
 * the address gives away.
 * @throws {AppError} VALIDATION_FAILED
 */
export const assertNewPassword = ({ username, email, password, field }: NewPassword): void => {
  const folded = password.toLowerCase()
  const [mailbox = ''] = email.split('@')
  if (isCommonPassword(password)) throw unfit(field, 'needs something less common than that')
  if (folded.includes(username)) throw unfit(field, 'must not contain the username')
  if (mailbox.length >= SHORTEST_MAILBOX && folded.includes(mailbox))
    throw unfit(field, 'must not contain the email address')
}

/** Shorter ones are in many good passwords by chance. */
const SHORTEST_MAILBOX = 6

const unfit = (field: string, message: string): AppError =>
  new AppError('VALIDATION_FAILED', 'Some fields are not valid.', {
    fieldErrors: [{ field, message }],
  })
