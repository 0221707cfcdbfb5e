import { AppError } from '@cnop/contracts/errors'
import { normalizePassword } from '@cnop/contracts/password-rules'

import { isCommonPassword } from '#src/domain/common-password'
import { isGuessablePassword } from '#src/domain/guessable-password'
import type { StoredUser } from '#src/domain/user'

/** Whose password it is to be, and the field it came in. */
type NewPassword = Pick<StoredUser, 'username' | 'email' | 'first_name' | 'last_name'> & {
  readonly password: string
  readonly field: 'password' | 'new_password'
}

/**
 * Checks what the form of a password cannot say: that it is not easy to guess, and that neither the name
 * nor the address gives it away.
 * @throws {AppError} VALIDATION_FAILED
 */
export const assertNewPassword = async (wanted: NewPassword): Promise<void> => {
  const { username, email, first_name, last_name, field } = wanted
  const password = normalizePassword(wanted.password)
  const folded = password.toLowerCase()
  const [mailbox = ''] = email.split('@')
  if (isCommonPassword(password)) throw unfit(field, 'needs something less common than that')
  if (folded.includes(username)) throw unfit(field, 'must not contain the username')
  if (mailbox.length >= SHORTEST_MAILBOX && folded.includes(mailbox))
    throw unfit(field, 'must not contain the email address')
  const related = [username, email, mailbox, first_name, last_name].filter((text) => text !== '')
  if (await isGuessablePassword(password, related))
    throw unfit(
      field,
      'is too easy to guess: use several unrelated words, without names, dates or keyboard patterns',
    )
}

/** Shorter ones are in many good passwords by chance. */
const SHORTEST_MAILBOX = 6

const unfit = (field: string, message: string): AppError =>
  new AppError('VALIDATION_FAILED', 'Some fields are not valid.', {
    fieldErrors: [{ field, message }],
  })
