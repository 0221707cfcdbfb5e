import { API_BASE } from '@cnop/contracts/internal'
import { Pool } from 'undici'

import { inFlight, type Timed } from './load.ts'

const DURATION_MS = 4_000

/** The list of all assets through gateway and inventory-service, as a reader of this encoding gets it. */
export const assetList = async (
  gatewayUrl: string,
  encoding: 'br' | 'gzip' | 'identity',
  width: number,
): Promise<Timed & { readonly bytes: number; readonly sentAs: string }> => {
  const pool = new Pool(gatewayUrl, { connections: width })
  let bytes = 0
  let sentAs = ''
  const ask = async (): Promise<void> => {
    const answer = await pool.request({
      method: 'GET',
      path: `${API_BASE}/inventory/assets`,
      headers: { 'accept-encoding': encoding },
    })
    if (answer.statusCode !== 200) throw new Error(`the list was refused: ${answer.statusCode}`)
    bytes = (await answer.body.bytes()).byteLength
    sentAs = String(answer.headers['content-encoding'] ?? 'identity')
  }
  await inFlight(width, DURATION_MS / 4, ask)
  const timed = await inFlight(width, DURATION_MS, ask)
  await pool.close()
  return { ...timed, bytes, sentAs }
}
