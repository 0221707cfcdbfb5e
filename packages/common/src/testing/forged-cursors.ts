import { endpointsByService, type ServiceName } from '@cnop/contracts/catalogue'
import type { Endpoint } from '@cnop/contracts/endpoint'
import fc from 'fast-check'
import { z } from 'zod'

/** Paths of the routes of a service that page by cursor. */
export const pagedRoutes = (service: ServiceName): string[] => {
  const endpoints: readonly Endpoint[] = endpointsByService[service]
  return endpoints
    .filter(({ schema: { querystring } }) => querystring && 'cursor' in shapeOf(querystring))
    .map(({ url }) => url)
}

const shapeOf = (schema: z.ZodType): object => (schema instanceof z.ZodObject ? schema.shape : {})

const HOSTILE_VALUES: readonly unknown[] = [
  '8ZZZZZZZZZZZZZZZZZZZZZZZZZ',
  'ZZZZZZZZZZZZZZZZZZZZZZZZZZ',
  '7ZZZZZZZZZZZZZZZZZZZZZZZZZ',
  '00000000000000000000000000',
  '01ARZ3NDEKTSV4RRFFQ69G5FAV',
  '999999.99',
  '-1',
  '1e9',
  '',
  '~',
  '\u0000',
  '\ud800',
  'x'.repeat(300),
  null,
  true,
  7,
  [],
  {},
]

const CHARACTERS = Array.from('AZaz09-_.=+/ %')

/** The only responses to a cursor: rows, or a refusal that says so. */
export const CURSOR_RESPONSES = [
  [200, undefined],
  [422, 'VALIDATION_FAILED'],
]

type Forgery = {
  readonly cursor: string
  /** Cursors of other lists and of other users. */
  readonly foreign: readonly string[]
}

/** Tries a few hundred cursors that the service did not make for this list. */
export const tryForgedCursors = async (
  { cursor, foreign }: Forgery,
  tries: (forged: string) => Promise<void>,
): Promise<void> => {
  const forged = fc.oneof(
    spliced(cursor),
    withField(cursor),
    withJson(cursor),
    fc.constantFrom(...foreign),
    fc.string({ maxLength: 600, unit: 'binary' }),
  )
  const isForged = (text: string): boolean => text !== cursor && text !== ''
  await fc.assert(
    fc.asyncProperty(forged.filter(isForged), async (text) => await tries(text)),
    { numRuns: 250 },
  )
}

const spliced = (cursor: string): fc.Arbitrary<string> =>
  fc
    .tuple(
      fc.nat(cursor.length),
      fc.nat(4),
      fc.string({ maxLength: 4, unit: fc.constantFrom(...CHARACTERS) }),
    )
    .map(([at, cut, added]) => cursor.slice(0, at) + added + cursor.slice(at + cut))

/** The position as text, and what is behind it: the signature, if there is one. */
const partsOf = (cursor: string): { json: string; rest: string } => {
  const [text = '', ...rest] = cursor.split('.')
  return {
    json: Buffer.from(text, 'base64url').toString(),
    rest: rest.map((part) => `.${part}`).join(''),
  }
}

const encoded = (json: string, rest: string): string =>
  Buffer.from(json).toString('base64url') + rest

const withField = (cursor: string): fc.Arbitrary<string> => {
  const { json, rest } = partsOf(cursor)
  const position = z.record(z.string(), z.unknown()).parse(JSON.parse(json))
  return fc
    .tuple(
      fc.constantFrom(...Object.keys(position), 'balance', 'username'),
      fc.constantFrom(...HOSTILE_VALUES),
    )
    .map(([field, value]) => encoded(JSON.stringify({ ...position, [field]: value }), rest))
}

const withJson = (cursor: string): fc.Arbitrary<string> => {
  const { json, rest } = partsOf(cursor)
  return fc
    .tuple(fc.nat(json.length), fc.nat(3), fc.string({ maxLength: 3 }))
    .map(([at, cut, added]) => encoded(json.slice(0, at) + added + json.slice(at + cut), rest))
}
