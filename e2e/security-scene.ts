import { API_BASE } from '@cnop/contracts/internal'
import { z } from 'zod'

import { attack, logIn, newcomer, type Headers, type Person, type Response } from './attacker.ts'
import { filled, routesOf, type Route } from './security-routes.ts'

export const json = { 'content-type': 'application/json' }
export const Json = z.record(z.string(), z.unknown())
type Json = z.infer<typeof Json>

/** Someone to attack, someone who attacks, and every way in there is. */
export type Scene = {
  readonly routes: readonly Route[]
  readonly mallory: Person
  readonly victim: Person
  readonly admin: Headers
  /** What is the victim's, by the name of the parameter it goes into. */
  readonly victims: Readonly<Record<string, string>>
  readonly get: (path: string, headers: Headers) => Promise<Json>
  readonly post: (path: string, body: object, headers: Headers) => Promise<Response>
  readonly send: (
    route: Route,
    headers: Headers,
    body?: string,
    query?: string,
  ) => Promise<Response>
  /** A route's path with what is the victim's in it. */
  readonly pathOf: (route: Route) => string
}

/** Both have an account and 100 dollars; the victim an order, a session and an API key as well. */
export const openScene = async (
  gateway: string,
  administrator: { readonly username: string; readonly password: string },
): Promise<Scene> => {
  const api = `${gateway}${API_BASE}`
  const get = async (path: string, headers: Headers) =>
    Json.parse(JSON.parse((await attack(`${api}${path}`, 'GET', headers)).text))
  const post = (path: string, body: object, headers: Headers) =>
    attack(`${api}${path}`, 'POST', { ...json, ...headers }, JSON.stringify(body))

  const [mallory, victim] = [await newcomer(gateway), await newcomer(gateway)]
  const { bearer: admin } = await logIn(gateway, administrator.username, administrator.password)
  const buy = { order_type: 'market_buy', asset_id: 'BTC', quote_amount: '50.00' }
  const order = Json.parse(JSON.parse((await post('/orders', buy, victim.bearer)).text))
  const key = await post(
    '/auth/api-keys',
    { name: 'bot', scopes: ['read'], current_password: victim.password },
    victim.bearer,
  )
  const victims: Record<string, string> = {
    username: victim.username,
    order_id: z.string().parse(order['order_id']),
    session_id: victim.cookie.split('.')[1] ?? '',
    key_id: z.object({ api_key: z.object({ key_id: z.string() }) }).parse(JSON.parse(key.text))
      .api_key.key_id,
    asset_id: 'BTC',
    id: 'BTC',
  }
  // `id` is an order's in the routes about orders and an asset's in those about assets.
  const pathOf = (route: Route): string =>
    filled(
      route,
      route.path.includes('/orders/') ? { ...victims, id: victims['order_id'] ?? '' } : victims,
    )
  const send = (route: Route, headers: Headers, body?: string, query = '') =>
    attack(
      `${gateway}${pathOf(route)}${query}`,
      route.method,
      body === undefined ? headers : { ...json, ...headers },
      body,
    )
  const routes = await routesOf(gateway)
  return { routes, mallory, victim, admin, victims, get, post, send, pathOf }
}
