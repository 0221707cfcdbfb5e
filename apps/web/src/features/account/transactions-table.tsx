import type { Transaction, TransactionFilter } from '@cnop/contracts/balance'
import { Link } from 'react-router-dom'

import { useTransactions } from '../../api/transactions'
import { Empty, NONE_SO_FAR } from '../../components/ui/empty'
import { LoadMore } from '../../components/ui/load-more'
import { QueryState } from '../../components/ui/query-state'
import { Cell, HeadCell, NarrowLine, Table } from '../../components/ui/table'
import { formatDateTime, formatGain, formatUsd, isPositive } from '../../lib/format'
import { groupNumbers } from '../../lib/group-numbers'
import { paths } from '../../lib/paths'

const PAGE = 25
const ALL: TransactionFilter = {}

type TransactionsTableProps = {
  readonly filter?: TransactionFilter
  /** Only so many of them. */
  readonly latest?: number
  /** What to say when there are none. */
  readonly none?: string
}

/** The journal of the balance, newest first. */
export const TransactionsTable = ({
  filter = ALL,
  latest,
  none = 'No movements yet. Your first deposit will be here.',
}: TransactionsTableProps) => {
  const query = useTransactions(filter, latest ?? PAGE)
  return (
    <QueryState query={query} lines={latest ?? 8}>
      {({ pages }) => {
        const transactions = pages.flatMap((page) => page.transactions)
        // A page of a selection may be empty with more to come.
        const nothing = <Empty>{query.hasNextPage ? NONE_SO_FAR : none}</Empty>
        const searching = pages.at(-1)?.transactions.length === 0
        return (
          <>
            {transactions.length === 0 ? nothing : <Rows transactions={transactions} />}
            {latest === undefined || transactions.length === 0 ? (
              <LoadMore query={query} searching={searching} />
            ) : null}
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
          <NarrowLine>Available after</NarrowLine>
        </HeadCell>
        <HeadCell number wide>
          Available after
        </HeadCell>
      </tr>
    </thead>
    <tbody>
      {transactions.map((transaction) => (
        <tr key={transaction.transaction_id}>
          <Cell wide>{formatDateTime(transaction.created_at)}</Cell>
          <Cell words>
            <Description transaction={transaction} />
            <NarrowLine>{formatDateTime(transaction.created_at)}</NarrowLine>
          </Cell>
          <Cell number>
            {/* Money spent on an asset is not lost, so it is not shown in the colour of a loss. */}
            <span className={isPositive(transaction.amount) ? 'text-up' : ''}>
              {formatGain(transaction.amount)}
            </span>
            <NarrowLine>
              <span className="sr-only">Available after </span>
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

const Description = ({ transaction }: { readonly transaction: Transaction }) => {
  const text = groupNumbers(transaction.description)
  if (transaction.order_id === null) return text
  return (
    <Link to={paths.order(transaction.order_id)} className="hover:underline">
      {text}
    </Link>
  )
}
