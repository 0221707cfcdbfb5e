import type { PlaceOrderRequest } from '@cnop/contracts/place-order'

/** What binds an order to the price of a moment; another moment, the same intent. */
const termsOf = ({
  quote_id: _quote,
  expected_price: _price,
  max_slippage: _slippage,
  ...terms
}: PlaceOrderRequest): string =>
  JSON.stringify(Object.entries(terms).toSorted(([a], [b]) => a.localeCompare(b)))

/**
 * The order that was sent before with the same terms and whose outcome is unknown, to be sent again letter
 * for letter: with another quote it would be another order, and both might fill.
 */
export const sentBefore = (
  order: PlaceOrderRequest,
  open: readonly PlaceOrderRequest[],
): PlaceOrderRequest | undefined => open.find((earlier) => termsOf(earlier) === termsOf(order))
