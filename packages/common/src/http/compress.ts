import { constants } from 'node:zlib'

import compress from '@fastify/compress'
import type { FastifyInstance } from 'fastify'

/** Smaller answers gain nothing on the way. */
const SMALLEST_BYTES = 1_024
/** Of 0 to 11: answers are made for one reader each, so a quick one. */
const BROTLI_QUALITY = 4

/** JSON, and what the page of the API description is made of. Never a stream of events or a download. */
const COMPRESSED = /^(application\/(json|javascript)|text\/(css|html|javascript))(;|$)/

/** Where tokens, keys and codes are answered: a size that depends on a secret would tell of it (BREACH). */
const HOLDS_SECRETS = /^(\/api\/v1)?\/(auth|internal)\//

/**
 * Sends answers in the best encoding their reader takes, where that pays and is safe. Bodies of requests are not
 * decompressed: a small one could become so large that it fills the memory.
 */
export const compressAnswers = async (app: FastifyInstance): Promise<void> => {
  app.addHook('onRoute', (route) => {
    if (HOLDS_SECRETS.test(route.url)) route.compress = false
  })
  await app.register(compress, {
    threshold: SMALLEST_BYTES,
    encodings: ['br', 'gzip'],
    customTypes: COMPRESSED,
    brotliOptions: { params: { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY } },
    globalDecompression: false,
  })
}
