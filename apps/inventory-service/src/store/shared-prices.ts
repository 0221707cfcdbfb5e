import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb'
import type { Database } from '@cnop/common/dynamodb/client'
import { MARKET } from '@cnop/common/dynamodb/tables'
import { PriceSource } from '@cnop/contracts/inventory'
import { parseCash, parsePrice, printCash, printPrice } from '@cnop/money/text'
import { z } from 'zod'

import type { LiveFigures } from '#src/domain/live-figures'
import type { MarketNews } from '#src/domain/market-feed'
import { LATEST_PRICES } from '#src/store/market-item'

export type SharedPrices = {
  /** `undefined`: none were ever published. */
  read(): Promise<MarketNews | undefined>
  publish(news: MarketNews): Promise<void>
}

/** The figures are one text: they are only ever read and written together. */
const Item = z.object({ body: z.string() })

const price = z.string().transform(parsePrice)
const Body = z.object({
  source: PriceSource,
  since_ms: z.int(),
  refresh_ms: z.int().positive(),
  calls_used: z.int(),
  figures: z.record(
    z.string(),
    z.object({
      price,
      observed_at: z.iso.datetime(),
      change: z.string().transform(BigInt),
      high: price,
      low: price,
      hourly: z.array(price),
      cap: z.string().transform(parseCash),
      volume: z.string().transform(parseCash),
    }),
  ),
})

export const dynamoSharedPrices = ({ documents, tableName }: Database): SharedPrices => {
  const TableName = tableName(MARKET.name)
  return {
    async read() {
      const { Item: item } = await documents.send(
        new GetCommand({ TableName, Key: LATEST_PRICES, ConsistentRead: true }),
      )
      return item === undefined ? undefined : newsOf(Item.parse(item).body)
    },

    async publish(news) {
      await documents.send(
        new PutCommand({ TableName, Item: { ...LATEST_PRICES, body: bodyOf(news) } }),
      )
    },
  }
}

const newsOf = (text: string): MarketNews => {
  const body = Body.parse(JSON.parse(text))
  return {
    source: body.source,
    sinceMs: body.since_ms,
    refreshMs: body.refresh_ms,
    callsUsed: body.calls_used,
    figures: new Map(
      Object.entries(body.figures).map(([assetId, stored]): [string, LiveFigures] => [
        assetId,
        {
          price: stored.price,
          observedAt: new Date(stored.observed_at),
          change24hBasisPoints: stored.change,
          high24h: stored.high,
          low24h: stored.low,
          hourly: stored.hourly,
          marketCap: stored.cap,
          volume24h: stored.volume,
        },
      ]),
    ),
  }
}

const bodyOf = (news: MarketNews): string => {
  const body: z.input<typeof Body> = {
    source: news.source,
    since_ms: news.sinceMs,
    refresh_ms: news.refreshMs,
    calls_used: news.callsUsed,
    figures: Object.fromEntries(
      [...news.figures].map(([assetId, figures]) => [
        assetId,
        {
          price: printPrice(figures.price),
          observed_at: figures.observedAt.toISOString(),
          change: String(figures.change24hBasisPoints),
          high: printPrice(figures.high24h),
          low: printPrice(figures.low24h),
          hourly: figures.hourly.map(printPrice),
          cap: printCash(figures.marketCap),
          volume: printCash(figures.volume24h),
        },
      ]),
    ),
  }
  return JSON.stringify(body)
}
