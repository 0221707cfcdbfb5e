import { AppError } from '@cnop/contracts/errors'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

import { sendProblem } from './problem.ts'

/**
 * Unknown paths answer 404; known paths with another method 405 and the methods that are allowed, before the
 * body is looked at, since a wrong body is not what is wrong.
 */
export const answerUnknownRoutes = (app: FastifyInstance): void => {
  const methodsByPath = new Map<string, { pattern: RegExp; methods: Set<string> }>()
  app.addHook('onRoute', ({ url, method }) => {
    // The catch-all that answers CORS preflights is no path of ours.
    if (url === '*') return
    const known = methodsByPath.get(url) ?? { pattern: pathPattern(url), methods: new Set() }
    for (const name of [method].flat()) known.methods.add(name)
    methodsByPath.set(url, known)
  })
  const answer = (request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const path = request.url.split('?', 1)[0] ?? ''
    const allowed = [...methodsByPath.values()]
      .filter(({ pattern }) => pattern.test(path))
      .flatMap(({ methods }) => [...methods])
    if (allowed.length === 0)
      return sendProblem(
        request,
        reply,
        new AppError('NOT_FOUND', 'There is nothing at this path.'),
      )
    const list = [...new Set(allowed)].toSorted().join(', ')
    reply.header('allow', list)
    return sendProblem(
      request,
      reply,
      new AppError('METHOD_NOT_ALLOWED', `This path takes ${list}.`),
    )
  }
  app.addHook('preParsing', (request, reply, payload, done) => {
    if (request.is404) answer(request, reply)
    else done(null, payload)
  })
  app.setNotFoundHandler(answer)
}

const pathPattern = (url: string): RegExp => {
  const segments = url.split('/').map((segment) => {
    if (segment.startsWith(':')) return '[^/]+'
    return segment === '*' ? '.*' : segment.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
  })
  return new RegExp(`^${segments.join('/')}$`)
}
