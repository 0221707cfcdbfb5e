import { AppError } from '@cnop/contracts/errors'
import type { PlaceOrderRequest } from '@cnop/contracts/place-order'
import { decimalText } from '@cnop/contracts/wire'
import { parseCash, parsePercent, parsePrice, parseQuantity } from '@cnop/money/text'

import type { OrderTerms } from '#src/domain/order-terms'
import type { WantedOrder } from '#src/domain/place-order'

/**
 * What a request asks for, its texts read as money.
 * @throws {AppError} VALIDATION_FAILED when it bears two different keys.
 */
export const wantedOrder = (
  username: string,
  body: PlaceOrderRequest,
  idempotencyKey: string | undefined,
): WantedOrder => {
  const clientOrderId = body.client_order_id
  if (
    idempotencyKey !== undefined &&
    clientOrderId !== undefined &&
    idempotencyKey !== clientOrderId
  )
    throw new AppError('VALIDATION_FAILED', 'Some fields are not valid.', {
      fieldErrors: [
        {
          field: 'client_order_id',
          message: 'must equal the Idempotency-Key header when both are sent',
        },
      ],
    })
  return {
    ...termsOf(body),
    username,
    clientKey: idempotencyKey ?? clientOrderId,
    clientOrderId,
    limit:
      body.price === undefined
        ? undefined
        : {
            price: parsePrice(decimalText(body.price)),
            timeInForce: body.time_in_force ?? 'gtc',
          },
    quoteId: body.quote_id,
    slippage: slippageOf(body),
  }
}

const termsOf = (body: PlaceOrderRequest): OrderTerms => ({
  side: body.order_type.endsWith('buy') ? 'buy' : 'sell',
  assetId: body.asset_id,
  size:
    body.quantity === undefined
      ? { quoteAmount: parseCash(decimalText(body.quote_amount ?? '')) }
      : { quantity: parseQuantity(decimalText(body.quantity)) },
})

const slippageOf = ({ max_slippage, expected_price }: PlaceOrderRequest): WantedOrder['slippage'] =>
  max_slippage === undefined
    ? undefined
    : {
        hundredths: parsePercent(decimalText(max_slippage)),
        expectedPrice:
          expected_price === undefined ? undefined : parsePrice(decimalText(expected_price)),
      }
