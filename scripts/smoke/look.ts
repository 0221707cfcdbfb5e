import { Health } from '@cnop/contracts/health'
import { Asset } from '@cnop/contracts/inventory'
import { z } from 'zod'

const Prices = z.object({ assets: z.array(Asset.pick({ price_status: true })) })

const get = async (url: string): Promise<Response> => {
  const answer = await fetch(url, { signal: AbortSignal.timeout(10_000) })
  if (!answer.ok) throw new Error(`answers ${answer.status}`)
  return answer
}

const seePage = async (page: string): Promise<void> => {
  const html = await (await get(`${page}/`)).text()
  if (!html.includes('<div id="root"')) throw new Error('is not the page')
}

const seeHealth = async (page: string): Promise<void> => {
  const { status, checks } = Health.parse(await (await get(`${page}/api/v1/health`)).json())
  const ill = Object.entries(checks).filter(([, check]) => check.status !== 'healthy')
  if (status !== 'healthy')
    throw new Error(`is ${status}: ${ill.map(([name]) => name).join(', ') || 'says no more'}`)
}

const seePrices = async (page: string): Promise<void> => {
  const answer = await get(`${page}/api/v1/inventory/assets`)
  const { assets } = Prices.parse(await answer.json())
  if (assets.length === 0) throw new Error('lists no asset')
  // One may have left the source; when all are old, the market stands still.
  if (assets.every((asset) => asset.price_status === 'stale'))
    throw new Error('has no price that is fresh enough to trade at')
}

/**
 * Looks at a product that people use, and changes nothing in it: the page, the health of the gateway with what it
 * stands on, and the assets with their prices.
 * @param page Where the page is, without a slash at the end; the API is under the same origin.
 * @returns What is wrong, a line each; nothing when all is well.
 */
export const whatIsWrong = async (page: string): Promise<string[]> => {
  const sights = {
    '/': seePage,
    '/api/v1/health': seeHealth,
    '/api/v1/inventory/assets': seePrices,
  }
  const found = await Promise.all(
    Object.entries(sights).map(async ([path, see]) => {
      try {
        await see(page)
        return []
      } catch (error) {
        return [`${page}${path} ${error instanceof Error ? error.message : String(error)}`]
      }
    }),
  )
  return found.flat()
}
