import '@cnop/common/testing/provided-context'
import { endpointsByService } from '@cnop/contracts/catalogue'
import type { Endpoint } from '@cnop/contracts/endpoint'
import { API_BASE } from '@cnop/contracts/internal'
import { afterAll, describe, expect, inject, it } from 'vitest'
import { z } from 'zod'

import { logIn, newcomer, type Headers } from './attacker.ts'
import { timeKeeper, type Shot } from './bounded-time.ts'
import { HOSTILE_BODIES, HOSTILE_JSON, HOSTILE_NUMBERS, HOSTILE_TEXTS } from './hostile-texts.ts'

const KIB = 1_024
/** A body may have this, and no more. */
const WHOLE_BODY = 64 * KIB
/** Address and headers may have 16 KiB together. */
const WHOLE_HEAD = 14 * KIB
const REFUSED_HEAD = 64 * KIB

const HEADERS = [
  'accept',
  'accept-encoding',
  'access-control-request-headers',
  'authorization',
  'content-type',
  'cookie',
  'forwarded',
  'idempotency-key',
  'if-none-match',
  'last-event-id',
  'origin',
  'range',
  'sec-fetch-site',
  'traceparent',
  'user-agent',
  'x-api-key',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-prefix',
  'x-request-id',
]

const Schema = z.looseObject({
  properties: z
    .record(z.string(), z.looseObject({ examples: z.unknown().array().optional() }))
    .optional(),
  examples: z.record(z.string(), z.unknown()).array().optional(),
})
const Variants = z.looseObject({
  anyOf: Schema.array().optional(),
  oneOf: Schema.array().optional(),
})

type Field = { readonly name: string; readonly schema: string }

/** The fields a schema names, those of all its variants, and an example of the whole. */
const fieldsOf = (schema: z.ZodType | undefined) => {
  if (schema === undefined) return { fields: [], example: {} }
  const described = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })
  const { anyOf = [], oneOf = [] } = Variants.parse(described)
  const all = [Schema.parse(described), ...anyOf, ...oneOf]
  const properties = Object.entries(Object.assign({}, ...all.map((each) => each.properties)))
  return {
    fields: properties.map(([name, each]): Field => ({ name, schema: JSON.stringify(each) })),
    example: all.flatMap(({ examples = [] }) => examples)[0] ?? {},
  }
}

const services: [string, readonly Endpoint[]][] = Object.entries(endpointsByService)
const gateway = inject('gatewayUrl')
const { username, password } = inject('administrator')
const { bearer: admin } = await logIn(gateway, username, password)
const { bearer: user } = await newcomer(gateway)
/** For routes that would end a session if they were asked for without a fault. */
const { bearer: leaver } = await newcomer(gateway)

const { compare, close } = timeKeeper(gateway)
afterAll(close)

const isSafe = ({ method, schema }: Endpoint): boolean =>
  method === 'GET' || schema.body !== undefined || schema.params !== undefined

const callerOf = (endpoint: Endpoint): Headers => {
  const { access } = endpoint.config
  if (access === 'admin') return admin
  if (access !== 'user') return {}
  return isSafe(endpoint) ? user : leaver
}

const pathOf = ({ url }: Endpoint, [parameter, text]: readonly [string, string] = ['', '']) =>
  `${API_BASE}${url.replace(/:(\w+)/g, (_match, name: string) => (name === parameter ? text : 'X1'))}`

/** Percent-encoded and cut to a length, never within a character. */
const encoded = (text: string, length: number): string =>
  encodeURIComponent(text.toWellFormed())
    .slice(0, length)
    .replace(/%[0-9A-F]?$/, '')

type Trial = {
  readonly what: string
  readonly shot: (length: number) => Shot
  readonly whole: number
}

type Text = readonly [name: string, make: (length: number) => string]
const texts: readonly Text[] = Object.entries(HOSTILE_TEXTS)

const SAMPLE = 4
const seen = new Map<string, number>()

/** All texts for a place of a kind that has not been tried yet, and a few others each time it comes again. */
const textsFor = (kind: string, all: readonly Text[] = texts): readonly Text[] => {
  const times = seen.get(kind) ?? 0
  seen.set(kind, times + 1)
  if (times === 0) return all
  const step = Math.floor(all.length / SAMPLE)
  return all.filter((_text, index) => (index + times) % step === 0)
}

const json = Object.entries({ ...HOSTILE_NUMBERS, ...HOSTILE_JSON })
const bodies = Object.entries({ ...HOSTILE_JSON, ...HOSTILE_BODIES })

const inBody = (service: string, endpoint: Endpoint): Trial[] => {
  const { method, schema } = endpoint
  if (method === 'GET') return []
  const base = {
    method,
    target: pathOf(endpoint),
    headers: { ...callerOf(endpoint), 'content-type': 'application/json' },
  }
  const { fields, example } = fieldsOf(schema.body)
  const withField = (name: string, what: string, make: (length: number) => string): Trial => ({
    what: `${what} in the field ${name}`,
    whole: WHOLE_BODY,
    shot: (length) => {
      const { [name]: _replaced, ...others } = example
      const rest = JSON.stringify({ ...others }).slice(1, -1)
      const tail = rest === '' ? '}' : `,${rest}}`
      const head = `{"${name}":`
      return { ...base, body: `${head}${make(length - Buffer.byteLength(head + tail))}${tail}` }
    },
  })
  const inFields = fields.flatMap((field) => [
    ...textsFor(`body ${field.name} ${field.schema}`).map(([what, make]) =>
      withField(field.name, what, (length) => shortened(make, length)),
    ),
    ...Object.entries(HOSTILE_NUMBERS).map(([what, make]) => withField(field.name, what, make)),
  ])
  const unknown = textsFor(`${service} unknown`, json).map(([what, make]) =>
    withField('x', what, make),
  )
  const alone = textsFor(`${service} body`, bodies).map(([what, make]) => ({
    what: `${what} as the body`,
    whole: WHOLE_BODY,
    shot: (length: number) => ({ ...base, body: make(length) }),
  }))
  return [...inFields, ...unknown, ...alone]
}

/** A text as a JSON literal that is no longer than it may be, escapes included. */
const shortened = (make: (length: number) => string, bytes: number): string => {
  const literal = (length: number) => JSON.stringify(make(length).toWellFormed())
  const most = Buffer.byteLength(literal(bytes))
  return literal(Math.floor((bytes * (bytes - 2)) / most) - 2)
}

/** Places before the body. What is too long there is refused unread, so one text is enough to show it. */
const inHead = (
  place: string,
  [name, make]: Text,
  shot: (text: string, length: number) => Shot,
): Trial[] =>
  (name === 'digits' ? [WHOLE_HEAD, REFUSED_HEAD] : [WHOLE_HEAD]).map((whole) => ({
    what: `${name} of ${whole} in ${place}`,
    whole,
    shot: (length) => shot(make(length), length),
  }))

const inQuery = (endpoint: Endpoint): Trial[] =>
  fieldsOf(endpoint.schema.querystring).fields.flatMap((field) =>
    textsFor(`query ${field.name} ${field.schema}`).flatMap((text) =>
      inHead(`the query ${field.name}`, text, (value, length) => ({
        method: endpoint.method,
        headers: callerOf(endpoint),
        target: `${pathOf(endpoint)}?${field.name}=${encoded(value, length)}`,
      })),
    ),
  )

const inPath = (endpoint: Endpoint): Trial[] =>
  fieldsOf(endpoint.schema.params).fields.flatMap((field) =>
    textsFor(`path ${field.name} ${field.schema}`).flatMap((text) =>
      inHead(`the parameter ${field.name}`, text, (value, length) => ({
        method: endpoint.method,
        headers: callerOf(endpoint),
        target: pathOf(endpoint, [field.name, encoded(value, length)]),
      })),
    ),
  )

/** Characters that a header may hold. */
const headerText = (text: string): string => text.replace(/[^\x20-\x7e]/g, '~')

const inHeader = (endpoint: Endpoint, header: string, text: Text): Trial[] => {
  const { method, schema, config } = endpoint
  const hasBody = schema.body !== undefined
  // Refused as another site's, since each demo account that is opened takes one of few places.
  const site = config.samePageOnly === true ? { 'sec-fetch-site': 'cross-site' } : {}
  return inHead(`the header ${header}`, text, (value) => ({
    method,
    target: pathOf(endpoint),
    headers: {
      ...(hasBody ? { 'content-type': 'application/json' } : {}),
      ...callerOf(endpoint),
      ...site,
      [header]: headerText(value),
    },
    // Refused, so that nothing is done that would take its own time.
    body: hasBody ? '{"no_such_field":1}' : undefined,
  }))
}

const judge = async (trials: readonly Trial[]): Promise<void> => {
  const faults: string[] = []
  for (const { what, whole, shot } of trials) {
    const { statuses, fault } = await compare(shot(whole / 2), shot(whole))
    if (fault !== undefined) faults.push(`${what}: ${fault}`)
    for (const status of statuses) if (status >= 500) faults.push(`${what}: ${status}`)
  }
  expect(faults).toEqual([])
}

describe.each(services)(
  '%s takes no more than twice the time for twice the text',
  (service, endpoints) => {
    it.each(
      endpoints.map((endpoint) => ({ route: `${endpoint.method} ${endpoint.url}`, endpoint })),
    )('in $route', async ({ endpoint }) => {
      await judge([...inBody(service, endpoint), ...inQuery(endpoint), ...inPath(endpoint)])
    })

    // Every route with each header. What reads headers is the same for all, so each takes another text.
    it.each(HEADERS.map((header, offset) => ({ header, offset })))(
      'in the header $header',
      async ({ header, offset }) => {
        for (const [index, endpoint] of endpoints.entries()) {
          const text = texts[(index + offset) % texts.length]
          if (text !== undefined) await judge(inHeader(endpoint, header, text))
        }
      },
    )
  },
)

it('takes no more than twice the time for twice the text in a path that leads nowhere', async () => {
  for (const target of ['/', `${API_BASE}/`, '/docs/static/', '/health/'])
    await judge(
      texts.flatMap((text) =>
        inHead(target, text, (value, length) => ({
          method: 'GET',
          headers: {},
          target: `${target}${encoded(value, length)}`,
        })),
      ),
    )
})
