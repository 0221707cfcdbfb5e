import { TransactionType, type TransactionFilter } from '@cnop/contracts/balance'

import { saveTransactions } from '../../api/downloads'
import { Card } from '../../components/ui/card'
import { DownloadButton } from '../../components/ui/download-button'
import { FilterBar, PeriodFields } from '../../components/ui/filter-bar'
import { SelectField } from '../../components/ui/select-field'
import { chosenPeriod } from '../../lib/chosen-period'
import { useSearch } from '../../lib/use-search'
import { TransactionsTable } from './transactions-table'

const FIELDS = ['type', 'from', 'to'] as const

const NAMES: Record<TransactionType, string> = {
  DEPOSIT: 'Deposits',
  WITHDRAW: 'Withdrawals',
  ORDER_PAYMENT: 'Payments for orders',
  ORDER_REFUND: 'Returned from orders',
  SYSTEM_ADJUSTMENT: 'Adjustments',
}

const TYPES = [
  { value: '', label: 'All' },
  ...TransactionType.options.map((value) => ({ value, label: NAMES[value] })),
] as const

/** Every movement of the balance, to narrow down by kind and time. */
export const TransactionBrowser = () => {
  const search = useSearch(FIELDS)
  const filter: TransactionFilter = {
    type: TransactionType.safeParse(search.valueOf('type')).data,
    ...chosenPeriod(search.valueOf('from'), search.valueOf('to')),
  }
  return (
    <Card
      title="History"
      action={<DownloadButton what="these movements" save={() => saveTransactions(filter)} />}
    >
      <FilterBar label="Which movements" any={search.any} onClear={search.clear}>
        <SelectField
          label="Kind"
          value={filter.type ?? ''}
          options={TYPES}
          onValue={(value) => search.change('type', value)}
        />
        <PeriodFields
          from={search.valueOf('from')}
          to={search.valueOf('to')}
          onChange={search.change}
        />
      </FilterBar>
      <TransactionsTable
        filter={filter}
        {...(search.any ? { none: 'No movement is like that.' } : {})}
      />
    </Card>
  )
}
