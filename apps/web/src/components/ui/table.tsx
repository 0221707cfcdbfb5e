import type { ReactNode } from 'react'

/** A table that scrolls inside itself, never the page. */
export const Table = ({
  label,
  children,
}: {
  readonly label: string
  readonly children: ReactNode
}) => (
  <div className="overflow-x-auto" role="region" aria-label={label} tabIndex={0}>
    <table className="w-full border-collapse text-sm">
      <caption className="sr-only">{label}</caption>
      {children}
    </table>
  </div>
)

type CellProps = {
  readonly children?: ReactNode
  /** Numbers stand right, words left. */
  readonly number?: boolean
  /** Left out on narrow screens. */
  readonly wide?: boolean
}

const placing = ({ number = false, wide = false }: CellProps): string =>
  `${number ? 'text-right' : 'text-left'} ${wide ? 'hidden md:table-cell' : ''}`

export const HeadCell = (
  props: CellProps & { readonly sort?: 'ascending' | 'descending' | 'none' },
) => (
  <th
    scope="col"
    aria-sort={props.sort}
    className={`whitespace-nowrap border-b border-line px-4 py-2 text-xs font-medium text-muted ${placing(props)}`}
  >
    {props.children}
  </th>
)

export const Cell = (props: CellProps) => (
  <td className={`whitespace-nowrap border-b border-line px-4 py-2.5 ${placing(props)}`}>
    {props.children}
  </td>
)
