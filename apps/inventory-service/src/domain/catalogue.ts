import { AssetCategory } from '@cnop/contracts/inventory'
import { quantityStep } from '@cnop/contracts/order-rules'
import { parseCash, parsePrice } from '@cnop/money/text'
import { z } from 'zod'

/** What a token is pegged to, if anything: such a price follows its peg and not the crypto market. */
const Peg = z.enum(['usd', 'gold'])

const positive = <Units extends bigint>(parse: (text: string) => Units) =>
  z.string().transform((text, context): Units => {
    try {
      const units = parse(text)
      if (units > 0n) return units
      context.addIssue('must be more than zero')
    } catch (error) {
      context.addIssue(error instanceof Error ? error.message : 'must be a decimal number')
    }
    return z.NEVER
  })

const CatalogueEntry = z
  .strictObject({
    asset_id: z.string().regex(/^[A-Z0-9]{2,12}$/),
    symbol: z.string().regex(/^[A-Z0-9]{2,12}$/),
    name: z.string().min(1),
    coingecko_id: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
    category: AssetCategory,
    /** Places of its smallest unit on its own ledger. */
    decimals: z.int().min(0).max(30),
    description: z.string().regex(/^(?!.*[.!?] ).{20,140}\.$/, 'must be one sentence'),
    tracks: Peg.optional(),
    reference_price_usd: positive(parsePrice),
    market_cap_usd: positive(parseCash),
    volume_24h_usd: positive(parseCash),
  })
  .transform((entry) => ({
    assetId: entry.asset_id,
    symbol: entry.symbol,
    name: entry.name,
    coingeckoId: entry.coingecko_id,
    category: entry.category,
    quantityStep: quantityStep(entry.decimals),
    description: entry.description,
    tracks: entry.tracks ?? null,
    reference: {
      price: entry.reference_price_usd,
      marketCap: entry.market_cap_usd,
      volume24h: entry.volume_24h_usd,
    },
  }))

/**
 * An asset that can be traded, as described in `src/data/assets.json`. The reference figures are of one
 * moment, bundled so that there is a market where the real one is out of reach.
 */
export type CatalogueAsset = z.infer<typeof CatalogueEntry>

const Catalogue = z.array(CatalogueEntry).superRefine((assets, context) => {
  for (const key of ['assetId', 'symbol', 'coingeckoId'] as const) {
    const seen = new Set<string>()
    for (const asset of assets) {
      if (seen.has(asset[key])) context.addIssue(`${key} ${asset[key]} is there twice`)
      seen.add(asset[key])
    }
  }
})

/** @throws {z.ZodError} naming every entry that is incomplete, malformed or there twice. */
export const parseCatalogue = (entries: unknown): readonly CatalogueAsset[] =>
  Catalogue.parse(entries)
