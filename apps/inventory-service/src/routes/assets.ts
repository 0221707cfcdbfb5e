import type { App } from '@cnop/common/http/create-app'
import { getAsset, listAssets, type AssetPage, type AssetQuery } from '@cnop/contracts/inventory'
import { plainSpaces } from '@cnop/contracts/plain-spaces'
import type { FastifyRequest } from 'fastify'

import { listAssets as listed, type AssetListing } from '#src/domain/list-assets'
import type { Market, MarketSnapshot } from '#src/domain/market'
import { defaultDirection } from '#src/domain/sort-assets'
import { assetAnswer } from '#src/routes/asset-answer'
import { assetCursor, seenIn } from '#src/routes/asset-cursor'
import type { EncodedPage } from '#src/routes/encoded-page'
import { PageCache } from '#src/routes/page-cache'

const OK = 200

/** Prices change every second, so nobody keeps an answer for longer. */
const CACHE_CONTROL = 'public, max-age=1'

export const assetRoutes = (app: App, { market }: { readonly market: Market }): void => {
  const pages = new PageCache()
  const answered = new WeakMap<FastifyRequest, EncodedPage>()

  app.route({
    ...listAssets,
    handler: async (request, reply) => {
      const { snapshot } = market
      const listing = listingOf(request.query, snapshot)
      const key = JSON.stringify(request.query)
      const made = pages.pageOf(snapshot, key, () => pageAnswer(snapshot, listing))
      const { page, json, etag, encoded } = made
      answered.set(request, encoded)
      return reply
        .header('vary', 'accept-encoding')
        .header('cache-control', CACHE_CONTROL)
        .header('etag', etag)
        .type('application/json; charset=utf-8')
        .serializer(() => json)
        .send(page)
    },
    onSend: async (request, reply, payload) => {
      const encoded = answered.get(request)?.for(request.headers['accept-encoding'])
      // An answer of 304 has no body.
      if (encoded === undefined || reply.statusCode !== OK) return payload
      reply.header('content-encoding', encoded.encoding)
      return encoded.bytes
    },
  })

  app.route({
    ...getAsset,
    handler: async (request, reply) =>
      reply
        .header('cache-control', CACHE_CONTROL)
        .send(assetAnswer(market.listed(request.params.id))),
  })
}

/** @throws {AppError} VALIDATION_FAILED for a cursor of another list. */
const listingOf = (query: AssetQuery, snapshot: MarketSnapshot): AssetListing => {
  const sort = query.sort ?? 'market_cap'
  const ordering = { sort, direction: query.order ?? defaultDirection(sort) }
  return {
    ...ordering,
    search: query.search === undefined ? undefined : plainSpaces(query.search),
    category: query.category,
    activeOnly: query.active_only === 'true',
    limit: query.limit,
    seen: seenIn(ordering, query.cursor, idsIn(snapshot)),
  }
}

const pageAnswer = (snapshot: MarketSnapshot, listing: AssetListing): AssetPage => {
  const { assets, totalCount, filteredCount, activeCount, next } = listed(snapshot, listing)
  return {
    assets: assets.map(assetAnswer),
    total_count: totalCount,
    filtered_count: filteredCount,
    active_count: activeCount,
    max_price_age_seconds: snapshot.maxAgeMs / 1_000,
    next_cursor: next === null ? null : assetCursor(listing, next, idsIn(snapshot)),
    has_more: next !== null,
  }
}

const idsIn = ({ byId }: MarketSnapshot): readonly string[] => [...byId.keys()]
