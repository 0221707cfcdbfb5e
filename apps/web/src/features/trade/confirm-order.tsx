import type { Asset } from '@cnop/contracts/inventory'
import type { OrderType } from '@cnop/contracts/orders'
import type { PlaceOrderRequest } from '@cnop/contracts/place-order'

import { useOrderPreview } from '../../api/preview-order'
import { Button } from '../../components/ui/button'
import { Dialog } from '../../components/ui/dialog'
import { Notice } from '../../components/ui/notice'
import { QueryState } from '../../components/ui/query-state'
import { explain } from '../../lib/problem'
import { haltOf } from './estimate'
import { PreviewTerms } from './preview-terms'
import { QuoteClock } from './quote-clock'

type ConfirmOrderProps = {
  /** The order to confirm; `undefined`: the dialog is closed. */
  readonly order: PlaceOrderRequest | undefined
  readonly asset: Asset
  /** The same order was sent before and its outcome is open: this sends that one again. */
  readonly again: boolean
  readonly busy: boolean
  /** What became of it when it was placed from here. */
  readonly error: Error | null
  /** With the quote that was seen. */
  readonly onPlace: (order: PlaceOrderRequest) => void
  readonly onClose: () => void
}

/** The last look before an order: what the platform itself says it would do. */
export const ConfirmOrder = ({ order, asset, ...rest }: ConfirmOrderProps) => {
  return (
    <Dialog
      title={titleOf(order?.order_type, asset)}
      open={order !== undefined}
      onClose={rest.onClose}
    >
      {order === undefined ? null : <Question order={order} asset={asset} {...rest} />}
    </Dialog>
  )
}

const titleOf = (type: OrderType | undefined, { name, symbol }: Asset): string => {
  const sells = type?.endsWith('sell') === true
  return type?.startsWith('limit') === true
    ? `Limit ${sells ? 'sell' : 'buy'} ${symbol}`
    : `${sells ? 'Sell' : 'Buy'} ${name}`
}

type QuestionProps = Omit<ConfirmOrderProps, 'order'> & { readonly order: PlaceOrderRequest }

const Question = ({ order, asset, again, busy, error, onPlace, onClose }: QuestionProps) => {
  const preview = useOrderPreview(order, !busy && asset.is_active)
  // Terms that could not be renewed are out of date.
  const data = preview.error === null && asset.is_active ? preview.data : undefined
  const possible = data !== undefined && data.errors.length === 0
  return (
    <div className="grid gap-3">
      {asset.is_active ? (
        <QueryState query={{ ...preview, data }} lines={5}>
          {(shown) => <PreviewTerms order={order} preview={shown} symbol={asset.symbol} />}
        </QueryState>
      ) : (
        <Notice tone="warning">{haltOf(asset.symbol)}</Notice>
      )}
      {again ? (
        <Notice tone="warning">
          You have sent this order before, and it is not known whether it went through. This sends
          that one again, not a second one. For a second one, go back and forget the first.
        </Notice>
      ) : null}
      {error === null ? null : <Notice tone="error">{explain(error)}</Notice>}
      {busy ? null : <QuoteClock preview={data} shownAt={preview.dataUpdatedAt} />}
      <div className="mt-2 flex justify-end gap-2 max-sm:*:flex-1">
        <Button look="secondary" onClick={onClose}>
          Back
        </Button>
        <Button
          busy={busy}
          disabled={!possible}
          onClick={() => onPlace({ ...order, quote_id: data?.quote_id ?? undefined })}
        >
          {busy ? 'Placing …' : 'Place order'}
        </Button>
      </div>
    </div>
  )
}
