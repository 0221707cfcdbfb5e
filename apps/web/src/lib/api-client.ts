import type { z } from 'zod'

import { request, type Call, type Operation } from './http'
import { ApiProblem } from './problem'
import { currentToken, currentUsername, refreshSession } from './session'

/**
 * A request as the signed-in user. A token that has run out is replaced once, unseen; when there is no
 * session any more the page shows the log-in.
 * @throws {ApiProblem} refused @throws {NetworkError} no answer
 */
export const call = async <
  Answer extends z.ZodType,
  Body extends z.ZodType,
  Query extends z.ZodType,
  Params extends z.ZodType,
>(
  endpoint: Operation<Answer, Body, Query, Params>,
  input: Call<Body, Query, Params> = {},
): Promise<z.output<Answer>> => {
  const username = currentUsername()
  const accessToken = currentToken()
  try {
    return await request(endpoint, { ...input, accessToken })
  } catch (error) {
    if (!(error instanceof ApiProblem) || error.code !== 'UNAUTHENTICATED') throw error
    // Another request may have been refused, and the token replaced, before this one.
    const goesOn = currentToken() !== accessToken || (await refreshSession())
    // Another tab may have signed in as someone else: what this person asked for is not theirs.
    if (!goesOn || currentUsername() !== username) throw error
    return await request(endpoint, { ...input, accessToken: currentToken() })
  }
}
