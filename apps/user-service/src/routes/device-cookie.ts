import { API_BASE } from '@cnop/contracts/internal'
import type { FastifyReply, FastifyRequest } from 'fastify'

import { KNOWN_DEVICE_DAYS } from '#src/domain/known-device'
import { cookieName, isOverTls } from '#src/routes/cookie-name'

const NAME = 'known_device'

export const deviceMarkOf = (request: FastifyRequest): string | undefined =>
  request.cookies[cookieName(NAME, request)]

/** Stays through log-out: it lets nobody in, it only says that this browser is not a stranger. */
export const setDeviceMark = (request: FastifyRequest, reply: FastifyReply, mark: string): void => {
  reply.setCookie(cookieName(NAME, request), mark, {
    path: `${API_BASE}/auth/login`,
    httpOnly: true,
    sameSite: 'strict',
    secure: isOverTls(request),
    maxAge: KNOWN_DEVICE_DAYS * 86_400,
  })
}
