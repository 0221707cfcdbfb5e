import { Readable } from 'node:stream'

import type { FastifyReply } from 'fastify'

/** The columns of a download: their names and how each is read from a row. */
export type Columns<Row> = Readonly<Record<string, (row: Row) => string | null | undefined>>

/**
 * Streams rows as CSV (RFC 4180) for download, holding no more of them than the client takes. If they
 * break off, so does the answer: what arrives whole is whole.
 * @param name File name without its ending.
 */
export const sendCsv = <Row>(
  reply: FastifyReply,
  name: string,
  columns: Columns<Row>,
  rows: AsyncIterable<Row>,
): FastifyReply =>
  reply
    .type('text/csv; charset=utf-8')
    .header('content-disposition', `attachment; filename="${name}.csv"`)
    .send(Readable.from(lines(columns, rows)))

async function* lines<Row>(
  columns: Columns<Row>,
  rows: AsyncIterable<Row>,
): AsyncGenerator<string> {
  yield line(Object.keys(columns))
  for await (const row of rows) yield line(Object.values(columns).map((read) => read(row) ?? ''))
}

const line = (cells: readonly string[]): string => `${cells.map(cell).join(',')}\r\n`

const NUMBER = /^-?\d+(\.\d+)?$/
/** What a spreadsheet would take for a formula (OWASP: CSV injection). */
const FORMULA = /^[=+\-@\t\r]/
const NEEDS_QUOTES = /[",\r\n]/

const cell = (text: string): string => {
  const safe = FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text
  return NEEDS_QUOTES.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
