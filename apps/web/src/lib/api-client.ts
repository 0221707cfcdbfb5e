import { ApiProblem } from '@cnop/client/problem'
import {
  request,
  requestFile,
  type Call,
  type Download,
  type Operation,
} from '@cnop/client/request'
import type { z } from 'zod'

import { currentToken, currentUsername, refreshSession } from './session'

/** A request as the signed-in user. @throws {ApiProblem} refused @throws {NetworkError} no answer */
export const call = <
  Answer extends z.ZodType,
  Body extends z.ZodType,
  Query extends z.ZodType,
  Params extends z.ZodType,
>(
  endpoint: Operation<Answer, Body, Query, Params>,
  input: Call<Body, Query, Params> = {},
): Promise<z.output<Answer>> =>
  asUser((accessToken) => request(endpoint, { ...input, accessToken }))

/**
 * Asks for a file as the signed-in user and hands it to the browser to keep. A link alone would not do:
 * it cannot bear the token.
 * @throws {ApiProblem} refused @throws {NetworkError} no answer
 */
export const saveFile = async <Query extends z.ZodType, Params extends z.ZodType>(
  name: string,
  endpoint: Download<Query, Params>,
  input: Pick<Call<z.ZodType, Query, Params>, 'params' | 'query'> = {},
): Promise<void> => {
  const file = await asUser((accessToken) => requestFile(endpoint, { ...input, accessToken }))
  const address = URL.createObjectURL(file)
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  URL.revokeObjectURL(address)
}

/**
 * A token that has run out is replaced once, unseen; when there is no session any more the page shows the
 * log-in.
 */
const asUser = async <Result>(
  send: (accessToken: string | undefined) => Promise<Result>,
): Promise<Result> => {
  const username = currentUsername()
  const accessToken = currentToken()
  try {
    return await send(accessToken)
  } catch (error) {
    if (!(error instanceof ApiProblem) || error.code !== 'UNAUTHENTICATED') throw error
    // Another request may have been refused, and the token replaced, before this one.
    const goesOn = currentToken() !== accessToken || (await refreshSession())
    // Another tab may have signed in as someone else: what this person asked for is not theirs.
    if (!goesOn || currentUsername() !== username) throw error
    return await send(currentToken())
  }
}
