/** Rows of a page, which its own limits may leave shorter, and pages of a part. */
const PAGE_ROWS = 499
const MAX_PAGES = 20

type Page<Row, Position> = { readonly rows: readonly Row[]; readonly next: Position | undefined }

/**
 * Reads a part of a download, at most 10,000 rows: as many pages of a list as one request may read. `next` is where
 * the following part starts; `undefined`: this was the last.
 */
export const readPart = async <Row, Position>(
  from: Position | undefined,
  read: (limit: number, from: Position | undefined) => Promise<Page<Row, Position>>,
): Promise<Page<Row, Position>> => {
  const rows: Row[] = []
  let position = from
  for (let pages = 1; ; pages += 1) {
    const page = await read(PAGE_ROWS, position)
    rows.push(...page.rows)
    if (page.next === undefined || pages === MAX_PAGES) return { rows, next: page.next }
    position = page.next
  }
}
