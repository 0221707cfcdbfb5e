import { request } from '@cnop/client/request'
import { register, type RegisterRequest } from '@cnop/contracts/accounts'
import { useMutation } from '@tanstack/react-query'

import { assertCookies } from '../lib/cookies'
import { logIn } from '../lib/session'
import { startTour } from '../lib/tour'

/** The account is there, only the log-in after it did not work: registering again would not help. */
export class NotLoggedIn extends Error {
  override readonly name = 'NotLoggedIn'
}

/** Opens an account and signs in to it. @throws {CookiesBlocked} @throws {NotLoggedIn} @throws {ApiProblem} @throws {NetworkError} */
export const useRegister = () =>
  useMutation({
    mutationFn: async (person: RegisterRequest) => {
      assertCookies()
      const { user } = await request(register, { body: person })
      startTour(user.username)
      try {
        await logIn({ username: person.username, password: person.password })
      } catch (cause) {
        throw new NotLoggedIn('Your account is open, but logging in to it failed.', { cause })
      }
    },
  })
