import type { Transaction } from '@cnop/contracts/balance'

import { useTransactions } from '../../api/transactions'
import { Empty } from '../../components/ui/empty'
import { LoadMore } from '../../components/ui/load-more'
import { QueryState } from '../../components/ui/query-state'
import { Cell, HeadCell, NarrowLine, Table } from '../../components/ui/table'
import { formatDateTime, formatGain, formatUsd, groupNumbers, isPositive } from '../../lib/format'

/** The journal of the balance; with `latest`, only its newest lines. */
export const TransactionsTable = ({ latest }: { readonly latest?: number }) => {
  const query = useTransactions(latest ?? 25)
  return (
    <QueryState query={query} lines={latest ?? 8}>
      {({ pages }) => {
        const transactions = pages.flatMap((page) => page.transactions)
        if (transactions.length === 0)
          return <Empty>No movements yet. Your first deposit will be here.</Empty>
        return (
          <>
            <Rows transactions={transactions} />
            {latest === undefined ? <LoadMore query={query} /> : null}
          </>
        )
      }}
    </QueryState>
  )
}

const Rows = ({ transactions }: { readonly transactions: readonly Transaction[] }) => (
  <Table label="Movements of the balance">
    <thead>
      <tr>
        <HeadCell wide>Time</HeadCell>
        <HeadCell>What</HeadCell>
        <HeadCell number>
          Amount
          <NarrowLine>Balance after</NarrowLine>
        </HeadCell>
        <HeadCell number wide>
          Balance after
        </HeadCell>
      </tr>
    </thead>
    <tbody>
      {transactions.map((transaction) => (
        <tr key={transaction.transaction_id}>
          <Cell wide>{formatDateTime(transaction.created_at)}</Cell>
          <Cell words>
            {groupNumbers(transaction.description)}
            <NarrowLine>{formatDateTime(transaction.created_at)}</NarrowLine>
          </Cell>
          <Cell number>
            {/* Money that goes out to be an asset is no loss: a sign, but no alarm. */}
            <span className={isPositive(transaction.amount) ? 'text-up' : ''}>
              {formatGain(transaction.amount)}
            </span>
            <NarrowLine>
              <span className="sr-only">Balance after </span>
              {formatUsd(transaction.balance_after)}
            </NarrowLine>
          </Cell>
          <Cell number wide>
            {formatUsd(transaction.balance_after)}
          </Cell>
        </tr>
      ))}
    </tbody>
  </Table>
)
