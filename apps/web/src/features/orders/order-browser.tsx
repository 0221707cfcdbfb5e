import { AssetId } from '@cnop/contracts/inventory'
import { OrderStatus, type OrderFilter } from '@cnop/contracts/orders'

import { saveOrders } from '../../api/downloads'
import { Card } from '../../components/ui/card'
import { DownloadButton } from '../../components/ui/download-button'
import { Empty } from '../../components/ui/empty'
import { FilterBar, PeriodFields } from '../../components/ui/filter-bar'
import { SelectField } from '../../components/ui/select-field'
import { STATUS_NAMES } from '../../components/ui/status-mark'
import { TextField } from '../../components/ui/text-field'
import { chosenPeriod } from '../../lib/chosen-period'
import { useSearch } from '../../lib/use-search'
import { OrdersTable } from './orders-table'

const FIELDS = ['status', 'asset', 'from', 'to'] as const

const STATUSES = [
  { value: '', label: 'Any' },
  ...OrderStatus.options.map((value) => ({ value, label: STATUS_NAMES[value] })),
] as const

/** All orders, to narrow down by state, asset and time. */
export const OrderBrowser = () => {
  const search = useSearch(FIELDS)
  const asset = search.valueOf('asset')
  const wanted = AssetId.safeParse(asset)
  const filter: OrderFilter = {
    status: OrderStatus.safeParse(search.valueOf('status')).data,
    asset_id: wanted.data,
    ...chosenPeriod(search.valueOf('from'), search.valueOf('to')),
  }
  return (
    <Card
      title="Open and past orders"
      action={<DownloadButton what="these orders" save={() => saveOrders(filter)} />}
    >
      <FilterBar label="Which orders" any={search.any} onClear={search.clear}>
        <SelectField
          label="Status"
          value={filter.status ?? ''}
          options={STATUSES}
          onValue={(value) => search.change('status', value)}
        />
        <TextField
          label="Asset"
          placeholder="BTC"
          autoComplete="off"
          value={asset}
          onValue={(value) => search.change('asset', value.toUpperCase())}
          error={asset === '' || wanted.success ? undefined : wanted.error.issues[0]?.message}
        />
        <PeriodFields
          from={search.valueOf('from')}
          to={search.valueOf('to')}
          onChange={search.change}
        />
      </FilterBar>
      <OrdersTable
        filter={filter}
        none={search.any ? <Empty>No order is like that.</Empty> : undefined}
      />
    </Card>
  )
}
