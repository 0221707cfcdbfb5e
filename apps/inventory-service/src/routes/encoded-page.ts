import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

import { negotiate } from '@fastify/accept-negotiator'

/** Best first. A client that takes none of them gets the page as it is. */
const ENCODINGS = ['br', 'gzip'] as const
type Encoding = (typeof ENCODINGS)[number]

/** Smaller bodies gain nothing on the way. */
const SMALLEST_BYTES = 1_024
/** Of 0 to 11: pages are made anew every second, so the quick ones. */
const BROTLI_QUALITY = 4

const encode: Record<Encoding, (text: string) => Buffer> = {
  br: (text) =>
    brotliCompressSync(text, { params: { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY } }),
  gzip: (text) => gzipSync(text),
}

/** The bytes of a page in each encoding, made once, when they are first asked for. */
export class EncodedPage {
  readonly #text: string
  readonly #made = new Map<Encoding, Buffer>()

  constructor(text: string) {
    this.#text = text
  }

  /** In the best encoding that a client takes (RFC 9110, Accept-Encoding); `undefined`: as it is. */
  for(acceptEncoding: string | undefined): { encoding: Encoding; bytes: Buffer } | undefined {
    if (acceptEncoding === undefined || this.#text.length < SMALLEST_BYTES) return undefined
    const chosen = negotiate(acceptEncoding, [...ENCODINGS])
    const encoding = ENCODINGS.find((each) => each === chosen)
    return encoding && { encoding, bytes: this.#bytesIn(encoding) }
  }

  #bytesIn(encoding: Encoding): Buffer {
    const bytes = this.#made.get(encoding) ?? encode[encoding](this.#text)
    this.#made.set(encoding, bytes)
    return bytes
  }
}
