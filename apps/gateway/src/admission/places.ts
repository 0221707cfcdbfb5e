import { notedCaller } from '@cnop/common/http/callers'
import { addressBlock } from '@cnop/common/security/address-block'
import type { Endpoint } from '@cnop/contracts/endpoint'
import { csvAnswer } from '@cnop/contracts/wire'
import type { FastifyRequest } from 'fastify'

import { AtOnce } from '#src/admission/at-once'

/** Requests that one user, or one address, may have in flight with this process; 0: any number. */
export type PlaceLimits = {
  readonly readsPerUser: number
  readonly downloadsPerUser: number
  readonly streamsPerAddress: number
}

/** Takes a place for a request. @returns a function that gives it back. @throws {AppError} when all are taken. */
export type TakePlace = (request: FastifyRequest) => () => void

/** A page whose streams are full asks for prices meanwhile. */
const STREAM_RETRY_SECONDS = 10
/** Nearly every read is over by then. */
const READ_RETRY_SECONDS = 1
const DOWNLOAD_RETRY_SECONDS = 2

/**
 * The places of each kind of endpoint; `undefined` for those that take none. They bound what one user can make
 * the services do at once, however costly each request is.
 */
export const placesOf = (
  { readsPerUser, downloadsPerUser, streamsPerAddress }: PlaceLimits,
  onRefused: () => void,
): ((endpoint: Endpoint) => TakePlace | undefined) => {
  const streams = new AtOnce(
    streamsPerAddress,
    {
      code: 'RATE_LIMITED',
      detail: `${streamsPerAddress} streams are open from your address. Close some to open others.`,
      retryAfterSeconds: STREAM_RETRY_SECONDS,
    },
    onRefused,
  )
  const reads = new AtOnce(
    readsPerUser,
    {
      code: 'TOO_MANY_AT_ONCE',
      detail: `${readsPerUser} of your requests are being answered. Wait for one of them, then try again.`,
      retryAfterSeconds: READ_RETRY_SECONDS,
    },
    onRefused,
  )
  const downloads = new AtOnce(
    downloadsPerUser,
    {
      code: 'TOO_MANY_AT_ONCE',
      detail: 'Another download of yours is under way. Wait for it, then try again.',
      retryAfterSeconds: DOWNLOAD_RETRY_SECONDS,
    },
    onRefused,
  )
  return (endpoint) => {
    const { limit } = endpoint.config
    if (limit === 'stream') return (request) => streams.enter(addressBlock(request.ip))
    if (isDownload(endpoint)) return (request) => downloads.enter(userOf(request))
    return limit === 'reads' ? (request) => reads.enter(userOf(request)) : undefined
  }
}

export const isDownload = ({ schema }: Endpoint): boolean => schema.response[200] === csvAnswer

/** Routes whose reads are counted are for users alone. */
const userOf = (request: FastifyRequest): string => notedCaller(request)?.username ?? ''
