import { z } from 'zod'

import type { Intent, Sender } from './intents.ts'

const Page = z.object({
  next_cursor: z.string().nullable(),
  data: z.array(z.object({ order_id: z.string() })).default([]),
  transactions: z.array(z.object({ transaction_id: z.string() })).default([]),
})

const LISTS: Record<Intent['path'], string> = {
  '/orders': '/orders?limit=100',
  '/balance/deposit': '/balance/transactions?type=DEPOSIT&limit=100',
}

/** The ids of everything of a kind that the platform lists for a trader, over all pages. */
export const listedIds = async (
  sender: Sender,
  kind: Intent['path'],
  token: string,
): Promise<Set<string>> => {
  const ids = new Set<string>()
  let cursor: string | null = ''
  while (cursor !== null) {
    const at: string = cursor === '' ? '' : `&cursor=${cursor}`
    const page = Page.parse(await sender.get(`${LISTS[kind]}${at}`, token))
    for (const { order_id } of page.data) ids.add(order_id)
    for (const { transaction_id } of page.transactions) ids.add(transaction_id)
    cursor = page.next_cursor
  }
  return ids
}
