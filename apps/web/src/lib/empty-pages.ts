/** Pages without a row that are fetched in a row before the reader is asked whether to go on. */
const MAX_EMPTY = 3

type Page = { readonly next_cursor: string | null }

/**
 * Fetches a page of a list, and the following ones while they are empty with more to come: one page of a selection
 * examines so many entries and no more, and none of them may fit.
 */
export const throughEmptyPages = async <Each extends Page>(
  cursor: string | undefined,
  fetchPage: (cursor: string | undefined) => Promise<Each>,
  rowsOf: (page: Each) => readonly unknown[],
): Promise<Each> => {
  let page = await fetchPage(cursor)
  for (let empty = 1; empty < MAX_EMPTY; empty += 1) {
    if (rowsOf(page).length > 0 || page.next_cursor === null) return page
    page = await fetchPage(page.next_cursor)
  }
  return page
}
