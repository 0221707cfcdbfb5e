/** Limits of an order, served with each asset and enforced by the order service from this one place. */
import { price, quantity } from '@cnop/money/scaled'
import { parseCash, printPrice, printQuantity } from '@cnop/money/text'

/** The least an order may be worth. A holding worth less can still be sold in full. */
export const MIN_ORDER_VALUE = parseCash('1.00')

/** Smallest step of a quantity and of a price: finer ones cannot even be read. */
export const QUANTITY_INCREMENT = printQuantity(quantity(1n))
export const PRICE_INCREMENT = printPrice(price(1n))
