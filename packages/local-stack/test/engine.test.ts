import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'

import { startEngine, type Engine, type Machine } from '../src/engine.ts'
import { bundledEngine } from '../src/engine/find-engine.ts'
import { privatePlace } from '../src/engine/private-place.ts'

const BUNDLED = bundledEngine() ?? ''

let folder: string
let engine: Engine | undefined

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'engine-'))
  // Programs that are started need a shell, and nothing else of this machine.
  symlinkSync('/bin/sh', join(folder, 'sh'))
})
afterEach(async () => {
  await engine?.child?.stop()
  engine = undefined
  rmSync(folder, { recursive: true, force: true })
})

/** Starts the engine of a machine whose PATH holds these scripts alone. */
const startOn = async (
  machine: Partial<Machine>,
  programs: Readonly<Record<string, string>> = {},
): Promise<string> => {
  for (const [name, script] of Object.entries(programs))
    writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 })
  engine = await startEngine(
    { environment: { PATH: folder }, folder: undefined, logDirectory: folder },
    { bundledEngine: undefined, privatePlace: await privatePlace(), ...machine },
  )
  return engine.env['DYNAMODB_ENDPOINT'] ?? ''
}

const listTables = async (endpoint: string, headers: Record<string, string> = {}) =>
  await fetch(endpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': 'DynamoDB_20120810.ListTables',
      authorization:
        'AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0',
      'x-amz-date': '20260101T000000Z',
      ...headers,
    },
    body: '{}',
  })

const tablesAt = async (endpoint: string): Promise<readonly string[]> =>
  z.object({ TableNames: z.array(z.string()) }).parse(await (await listTables(endpoint)).json())
    .TableNames

describe('the place of the engine', () => {
  it('is an address that a web page cannot find, and another one each time', async () => {
    const places = [await privatePlace(), await privatePlace()]
    const hosts = places.map((place) => place?.host)
    for (const host of hosts) expect(host).toMatch(/^127\.(?!0\.0\.1$)/)
    expect(new Set(hosts).size).toBe(2)
    const endpoint = await startOn({ bundledEngine: BUNDLED })
    expect(new URL(endpoint).hostname).not.toBe('127.0.0.1')
    expect(await tablesAt(endpoint)).toContain('dev_users')
  })

  it('is behind a guard that refuses browsers where there is no such address', async () => {
    const endpoint = await startOn({ bundledEngine: BUNDLED, privatePlace: undefined })
    expect(new URL(endpoint).hostname).toBe('127.0.0.1')
    expect(await tablesAt(endpoint)).toContain('dev_users')
    const answers = [
      await listTables(endpoint, { origin: 'http://localhost:3000' }),
      await listTables(endpoint, { origin: 'null' }),
      await fetch(endpoint, { method: 'OPTIONS' }),
      await fetch(endpoint),
    ]
    expect(answers.map(({ status }) => status)).toEqual([403, 403, 403, 403])
    for (const { headers } of answers)
      expect(headers.has('access-control-allow-origin')).toBe(false)
  })
})

describe('a machine without the bundled engine', () => {
  const dynoxide = `exec ${BUNDLED} "$@"`
  const npx = `[ "$1 $2" = "--yes dynoxide@1.2.1" ] || exit 9\nshift 2\n${dynoxide}`
  const docker = [
    'case "$1" in info | image) exit 0 ;; esac',
    'for each; do case "$each" in --publish=*) place=${each#--publish=} ;; esac; done',
    'rest=${place#*:}',
    `exec ${BUNDLED} serve --host "\${place%%:*}" --port "\${rest%%:*}"`,
  ].join('\n')
  const broken = 'exit 1'

  it.each([
    { found: 'dynoxide on the PATH', programs: { dynoxide, npx, docker }, name: '/dynoxide)' },
    { found: 'the package by npx', programs: { npx, docker }, name: '(npx dynoxide@1.2.1)' },
    {
      found: 'DynamoDB Local in Docker where npx finds nothing',
      programs: { npx: broken, docker },
      name: '(amazon/dynamodb-local:latest in Docker)',
    },
  ])('uses $found', async ({ programs, name }) => {
    const endpoint = await startOn({}, programs)
    expect(engine?.description).toContain(name)
    expect(await tablesAt(endpoint)).toContain('dev_users')
  })

  it('is told every way to get one when there is none', async () => {
    const message = await startOn({}, { npx: broken, docker: broken }).catch(String)
    for (const way of ['dynoxide on the PATH', 'npx', 'Docker', 'DYNAMODB_ENDPOINT'])
      expect(message).toContain(way)
  })
})
