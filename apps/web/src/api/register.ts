import { register, type RegisterRequest } from '@cnop/contracts/accounts'
import { useMutation } from '@tanstack/react-query'

import { request } from '../lib/http'
import { logIn } from '../lib/session'

/** Opens an account and signs in to it. */
export const useRegister = () =>
  useMutation({
    mutationFn: async (person: RegisterRequest) => {
      await request(register, register.schema.response[201], { body: person })
      await logIn({ username: person.username, password: person.password })
    },
  })
