/** Limits of an order, served with each asset and enforced by the order service from this one place. */
import { QUANTITY_PLACES, price, quantity, type Quantity } from '@cnop/money/scaled'
import { parseCash, printPrice, printQuantity } from '@cnop/money/text'

/** The least an order may be worth. A holding worth less can still be sold in full. */
export const MIN_ORDER_VALUE = parseCash('1.00')

/** What quantities of an asset are multiples of: its own smallest unit, or the finest we count. */
export const quantityStep = (decimals: number): Quantity =>
  quantity(10n ** BigInt(Math.max(0, QUANTITY_PLACES - decimals)))

/** The smallest quantity and price of any asset: finer ones cannot even be read. */
export const SMALLEST_QUANTITY = printQuantity(quantity(1n))
export const PRICE_INCREMENT = printPrice(price(1n))
