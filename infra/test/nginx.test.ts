import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { freePort } from '@cnop/common/testing/free-port'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'

const CONFIGURATION = fileURLToPath(new URL('../nginx', import.meta.url))
const NGINX = ['nginx', '/usr/sbin/nginx'].find(
  (command) => spawnSync(command, ['-v']).error === undefined,
)

const PAGES = ['/dashboard', '/trade/BTC', '/no/such/page']
const MISSING_FILES = ['/favicon.ico', '/assets/gone.js', '/dashboard.html', '/.env']

it('takes names with an extension for files, and nothing else', () => {
  const conf = readFileSync(join(CONFIGURATION, 'page-caching.conf'), 'utf8')
  const pattern = new RegExp(/names_file \{[^}]*"~([^"]+)"/.exec(conf)?.[1] ?? 'no pattern')
  expect(PAGES.filter((path) => pattern.test(path))).toEqual([])
  expect(MISSING_FILES.filter((path) => pattern.test(path))).toEqual(MISSING_FILES)
})

describe.skipIf(NGINX === undefined)('nginx with the configuration that ships', () => {
  const home = mkdtempSync(join(tmpdir(), 'nginx-test-'))
  let base: string
  let stop: () => Promise<void>

  beforeAll(async () => {
    const port = await freePort()
    const root = join(home, 'page')
    // Started by root, nginx reads the page as somebody else.
    chmodSync(home, 0o755)
    cpSync(CONFIGURATION, home, { recursive: true })
    mkdirSync(join(root, 'assets'), { recursive: true })
    writeFileSync(join(root, 'index.html'), '<title>the page</title>')
    writeFileSync(join(root, 'assets/app-1.js'), '1')
    const site = readFileSync(join(home, 'default.conf.template'), 'utf8')
      .replace('${GATEWAY_ADDRESS}', '127.0.0.1:1')
      .replace('listen 8080;', `listen 127.0.0.1:${port};`)
      .replace('/usr/share/nginx/page', root)
    writeFileSync(join(home, 'default.conf'), site)
    const folders = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    const conf = `daemon off; pid ${home}/nginx.pid; events {} http { types { text/html html; }
      access_log off; ${folders.map((each) => `${each}_temp_path ${home}/${each};`).join(' ')}
      include ${home}/default.conf; }`
    writeFileSync(join(home, 'nginx.conf'), conf)
    const args = ['-p', home, '-c', join(home, 'nginx.conf'), '-e', join(home, 'error.log')]
    const child = spawn(NGINX ?? '', args, { stdio: 'ignore' })
    stop = async () => {
      const ended = once(child, 'exit')
      child.kill('SIGQUIT')
      await ended
    }
    base = `http://127.0.0.1:${port}`
    await vi.waitFor(() => fetch(`${base}/health/page`), { timeout: 10_000 })
  })
  afterAll(async () => {
    await stop()
    rmSync(home, { recursive: true })
  })

  const ask = async (path: string, accept: string) => {
    const answer = await fetch(`${base}${path}`, { headers: { accept } })
    return { status: answer.status, text: await answer.text() }
  }

  it.each(['*/*', 'text/html', 'application/json'])(
    'serves the page at every address to a client that accepts %s, and 404 for files that are not there',
    async (accept) => {
      for (const path of ['/', ...PAGES])
        expect([path, await ask(path, accept)]).toEqual([
          path,
          { status: 200, text: '<title>the page</title>' },
        ])
      for (const path of MISSING_FILES)
        expect([path, await ask(path, accept)]).toEqual([path, { status: 404, text: 'Not found' }])
      expect(await ask('/assets/app-1.js', accept)).toEqual({ status: 200, text: '1' })
    },
  )
})
