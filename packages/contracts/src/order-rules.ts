/** Limits of an order, served with each asset and enforced by the order service from this one place. */
import { parseCash } from '@cnop/money/text'

/** The least an order may be worth. A holding worth less can still be sold in full. */
export const MIN_ORDER_VALUE = parseCash('1.00')

/** Smallest step of a quantity and of a price, as served in the asset. */
export const QUANTITY_INCREMENT = '0.00000001'
export const PRICE_INCREMENT = '0.000000000001'
