import { Readable } from 'node:stream'

import type { FastifyReply, FastifyRequest } from 'fastify'

import { forwardedPrefix } from './problem.ts'

/** The columns of a download: their names and how each is read from a row. */
export type Columns<Row> = Readonly<Record<string, (row: Row) => string | null | undefined>>

/** A part of a download. */
export type Part<Row> = {
  readonly rows: readonly Row[]
  /** The cursor of the following part; `undefined`: this is the last. */
  readonly next: string | undefined
}

type Download<Row> = {
  /** Start of the file name, which ends in the date (UTC). */
  readonly name: string
  readonly now: Date
  /** Begin the file with a byte-order mark: spreadsheets take UTF-8 without it for an older encoding. */
  readonly bom: boolean
  readonly columns: Columns<Row>
  readonly part: Part<Row>
}

const BYTE_ORDER_MARK = '\u{feff}'
const DATE_LENGTH = 'YYYY-MM-DD'.length

/**
 * Sends a part of a list as CSV (RFC 4180) for download. Where another part follows, `Link` with `rel="next"`
 * (RFC 8288) has its address; each part begins with the line of names.
 */
export const sendCsv = <Row>(
  request: FastifyRequest,
  reply: FastifyReply,
  { name, now, bom, columns, part }: Download<Row>,
): FastifyReply => {
  if (part.next !== undefined)
    reply.header('link', `<${addressOf(request, part.next)}>; rel="next"`)
  const date = now.toISOString().slice(0, DATE_LENGTH)
  return reply
    .type('text/csv; charset=utf-8')
    .header('content-disposition', `attachment; filename="${name}-${date}.csv"`)
    .send(Readable.from(textOf(bom, columns, part.rows)))
}

function* textOf<Row>(
  bom: boolean,
  columns: Columns<Row>,
  rows: readonly Row[],
): Generator<string> {
  if (bom) yield BYTE_ORDER_MARK
  yield* lines(columns, rows)
}

/** The same request with another cursor, as a client behind the gateway writes it. */
const addressOf = (request: FastifyRequest, cursor: string): string => {
  const [path = '', query = ''] = request.url.split('?', 2)
  const parameters = new URLSearchParams(query)
  parameters.set('cursor', cursor)
  parameters.delete('bom')
  return `${forwardedPrefix(request)}${path}?${parameters.toString()}`
}

/** Rows that are written out at once: few, so that other requests are served between them. */
const CHUNK_ROWS = 100

function* lines<Row>(columns: Columns<Row>, rows: readonly Row[]): Generator<string> {
  yield line(Object.keys(columns))
  const readers = Object.values(columns)
  for (let first = 0; first < rows.length; first += CHUNK_ROWS)
    yield rows
      .slice(first, first + CHUNK_ROWS)
      .map((row) => line(readers.map((read) => read(row) ?? '')))
      .join('')
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
