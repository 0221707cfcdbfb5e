import type { ReactNode } from 'react'

/**
 * A table that shows as many columns as it has room for, and scrolls inside itself, never the page.
 * Focusable, so that it can be scrolled with the keyboard.
 */
export const Table = ({
  label,
  rowCount,
  children,
}: {
  readonly label: string
  /** Of all rows, the head included, where only some are drawn. Then columns keep their width whatever is in them. */
  readonly rowCount?: number
  readonly children: ReactNode
}) => (
  <div className="@container">
    <div
      className="overflow-x-auto px-2 -outline-offset-2 @5xl:px-1"
      role="region"
      aria-label={label}
      tabIndex={0}
    >
      <table
        aria-rowcount={rowCount}
        className={`w-full border-collapse text-[0.8125rem] @4xl:text-sm [&_tbody_tr:last-child_td]:border-b-0 ${rowCount === undefined ? '' : FIXED}`}
      >
        <caption className="sr-only">{label}</caption>
        {children}
      </table>
    </div>
  </div>
)

const FIXED = 'table-fixed [&_th:first-child]:w-2/5 @2xl:[&_th:first-child]:w-1/4'

type CellProps = {
  readonly children?: ReactNode
  /** Numbers stand right, words left. */
  readonly number?: boolean
  /** Left out where the table has little room. */
  readonly wide?: boolean
  /** Left out where the table has not a lot of room. */
  readonly widest?: boolean
  /** A sentence, which may break. */
  readonly words?: boolean
}

// With the padding around the table, its outer cells are flush with the title of the card.
const CELL = 'border-b border-line px-2 @5xl:px-3'

const placing = ({ number = false, wide = false, widest = false }: CellProps): string =>
  [
    number ? 'text-right' : 'text-left',
    wide ? 'hidden @2xl:table-cell' : '',
    widest ? 'hidden @4xl:table-cell' : '',
  ].join(' ')

export const HeadCell = (
  props: CellProps & { readonly sort?: 'ascending' | 'descending' | 'none' | undefined },
) => (
  <th
    scope="col"
    aria-sort={props.sort}
    className={`${CELL} whitespace-nowrap py-2 text-xs font-medium text-muted ${placing(props)}`}
  >
    {props.children}
  </th>
)

export const Cell = (props: CellProps) => (
  <td
    className={`${CELL} py-2 ${props.words === true ? 'min-w-40' : 'whitespace-nowrap'} ${placing(props)}`}
  >
    {props.children}
  </td>
)

/** The second line of a cell where the table has no room for the column that says it. */
export const NarrowLine = ({ children }: { readonly children: ReactNode }) => (
  <span className="block text-xs font-normal text-muted @2xl:hidden">{children}</span>
)

/** On a link in a row: the whole row is its target. The row needs `linkedRow`. */
export const rowLink = "after:absolute after:inset-0 after:content-['']"
export const linkedRow = 'relative hover:bg-raised'
