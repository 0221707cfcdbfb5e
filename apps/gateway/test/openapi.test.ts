import { Validator } from '@seriousme/openapi-schema-validator'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'

import { routeMap } from '#src/routes/route-map'

import { startGateway, startStandIn, type StandIn } from './gateway.ts'

const OpenApi = z.looseObject({
  openapi: z.literal('3.1.0'),
  paths: z.record(z.string(), z.record(z.string(), z.looseObject({ operationId: z.string() }))),
})
type OpenApi = z.infer<typeof OpenApi>

let service: StandIn
let gateway: Awaited<ReturnType<typeof startGateway>>
let document: OpenApi

beforeAll(async () => {
  service = await startStandIn()
  gateway = await startGateway({ serviceUrl: service.url })
  document = OpenApi.parse(await (await fetch(`${gateway.url}/openapi.json`)).json())
})
afterAll(async () => {
  await gateway.close()
  await service.close()
})

it('describes the public API and nothing else', () => {
  expect(Object.keys(document.paths)).toContain('/api/v1/orders')
  expect(Object.keys(document.paths).filter((path) => !path.startsWith('/api/v1/'))).toEqual([])
})

it('is OpenAPI 3.1 to a validator of others', async () => {
  const result = await new Validator().validate(structuredClone(document))
  expect(result.errors ?? []).toEqual([])
  expect(result.valid).toBe(true)
})

it('names every operation once', () => {
  const names = Object.values(document.paths).flatMap((methods) =>
    Object.values(methods).map(({ operationId }) => operationId),
  )
  expect(names).toHaveLength(new Set(names).size)
})

it('shows a body for every operation that takes one, and it is one that is taken', () => {
  const bodies = routeMap.flatMap(({ endpoint: { schema } }) =>
    schema.body === undefined ? [] : [{ name: schema.operationId, body: schema.body }],
  )
  expect(bodies.length).toBeGreaterThan(10)
  for (const { name, body } of bodies) {
    const examples = z.array(z.unknown()).parse(body.meta()?.['examples'] ?? [])
    const taken = examples.map((example) => body.safeParse(example).success)
    expect([name, taken]).toEqual([name, [true]])
  }
})

/** A change of the contract shows in review; `vitest -u` writes the file. */
it('is what the repository says it is', async () => {
  await expect(`${JSON.stringify(document, undefined, 2)}\n`).toMatchFileSnapshot('../openapi.json')
})
