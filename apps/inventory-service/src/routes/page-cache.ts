import { contentTag } from '@cnop/common/http/not-modified'
import type { AssetPage } from '@cnop/contracts/inventory'

import type { MarketSnapshot } from '#src/domain/market'
import { EncodedPage } from '#src/routes/encoded-page'

/** Different queries kept of one snapshot; a caller who makes up more is answered without the cache. */
const MOST_PAGES = 100

export type CachedPage = {
  readonly page: AssetPage
  /** The page as it is sent. */
  readonly json: string
  /** Of the page's content, so that it is right whatever moved, and the same at every replica. */
  readonly etag: string
  readonly encoded: EncodedPage
}

/** The pages made of the current snapshot: each is put together once a second, however many ask for it. */
export class PageCache {
  #snapshot: MarketSnapshot | undefined
  readonly #pages = new Map<string, CachedPage>()

  /** @param key Tells one query from another. */
  pageOf(snapshot: MarketSnapshot, key: string, make: () => AssetPage): CachedPage {
    if (snapshot !== this.#snapshot) this.#pages.clear()
    this.#snapshot = snapshot
    const known = this.#pages.get(key)
    if (known !== undefined) return known
    const made = cached(make())
    if (this.#pages.size < MOST_PAGES) this.#pages.set(key, made)
    return made
  }
}

const cached = (page: AssetPage): CachedPage => {
  const json = JSON.stringify(page)
  return { page, json, etag: contentTag(json), encoded: new EncodedPage(json) }
}
