/**
 * The direction of imports: apps -> common -> contracts -> money, and inside a service
 * routes -> domain -> store or ledger. `scripts/architecture-fixture` breaks every rule once,
 * and the check fails if one of them goes unseen.
 */

// The fixture is laid out like the repository below a folder of its own.
const AT = '^(?:scripts/architecture-fixture/)?'
const TEST = String.raw`(\.test\.tsx?$|/test/|/testing/|/src/demo/)`
const NODE =
  '^(node:)?(assert|async_hooks|buffer|child_process|cluster|crypto|dns|events|fs|http|http2|https|module|net|os|path|perf_hooks|process|stream|timers|tls|url|util|worker_threads|zlib)(/|$)'

const forbid = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to })

export default {
  forbidden: [
    forbid(
      'no-cycles',
      'files that import each other cannot be understood one by one',
      {},
      { circular: true },
    ),
    forbid(
      'resolvable',
      'an import that cannot be followed is an import that cannot be checked',
      {},
      { couldNotResolve: true },
    ),
    forbid(
      'apps-apart',
      'an app never imports another app: they talk over HTTP',
      { path: `${AT}apps/([^/]+)/` },
      { path: `${AT}apps/([^/]+)/`, pathNot: `${AT}apps/$1/` },
    ),
    forbid(
      'packages-below-apps',
      'a package knows no app',
      { path: `${AT}packages/` },
      { path: `${AT}apps/` },
    ),
    forbid(
      'money-imports-nothing',
      'exact decimals depend on nothing',
      { path: `${AT}packages/money/src/`, pathNot: TEST },
      { pathNot: `${AT}packages/money/src/` },
    ),
    forbid(
      'contracts-are-pure',
      'contracts are shared with the page: zod and money, no Node, no AWS',
      { path: `${AT}packages/contracts/src/`, pathNot: TEST },
      { pathNot: [`${AT}packages/(contracts|money)/src/`, 'node_modules/.*zod'] },
    ),
    forbid(
      'client-is-pure',
      'the client runs in a browser and in any program: the contracts, no Node',
      { path: `${AT}packages/client/src/`, pathNot: TEST },
      { pathNot: [`${AT}packages/(client|contracts)/src/`, 'node_modules/.*zod'] },
    ),
    forbid(
      'common-below-local-stack',
      'what ships does not know how a laptop starts it',
      { path: `${AT}(packages/(money|contracts|client|common)|apps/[^/]+)/src/`, pathNot: TEST },
      { path: `${AT}packages/local-stack/` },
    ),
    forbid(
      'testing-room-for-tests',
      'what ships does not use what tests use',
      { path: `${AT}(packages|apps)/[^/]+/src/`, pathNot: TEST },
      { path: `${AT}packages/common/src/testing/` },
    ),
    forbid(
      'ledger-stands-on-dynamodb',
      'the ledger knows the database and nothing of HTTP, tokens or Redis',
      { path: `${AT}packages/common/src/ledger/` },
      {
        path: `${AT}packages/common/src/`,
        pathNot: `${AT}packages/common/src/(ledger|dynamodb|tracing)/`,
      },
    ),
    forbid(
      'http-on-top',
      'no other room of common knows HTTP',
      { path: `${AT}packages/common/src/(dynamodb|security|ledger|redis)/` },
      { path: [`${AT}packages/common/src/http/`, 'node_modules/.*/fastify/'] },
    ),
    forbid(
      'domain-is-free',
      'rules know no framework, no database client, no wiring and no input or output',
      { path: `${AT}apps/[^/]+/src/domain/`, pathNot: TEST },
      {
        path: [
          `${AT}apps/[^/]+/src/(routes|store|feed|background|app|config|main)`,
          `${AT}packages/common/src/http/`,
          'node_modules/.*/(fastify|@aws-sdk|ioredis|undici)/',
          NODE,
        ],
        pathNot: '^(node:)?(assert|crypto)$',
      },
    ),
    forbid(
      'routes-do-not-store',
      'a route asks the domain or the ledger, never a store or the database',
      { path: `${AT}apps/[^/]+/src/routes/` },
      {
        path: [
          `${AT}apps/[^/]+/src/store/`,
          `${AT}packages/common/src/dynamodb/`,
          'node_modules/.*/@aws-sdk/',
        ],
      },
    ),
    forbid(
      'store-knows-no-http',
      'a store serves the domain',
      { path: `${AT}apps/[^/]+/src/store/` },
      {
        path: [
          `${AT}apps/[^/]+/src/routes/`,
          `${AT}packages/common/src/http/`,
          'node_modules/.*/fastify/',
        ],
      },
    ),
    forbid(
      'page-is-a-page',
      'the page runs in a browser and knows the contracts alone',
      { path: `${AT}apps/web/src/` },
      { path: [`${AT}packages/(common|local-stack)/`, NODE] },
    ),
    forbid(
      'features-apart',
      'a feature of the page never imports another: what they share is in lib or components',
      { path: `${AT}apps/web/src/features/([^/]+)/` },
      { path: `${AT}apps/web/src/features/([^/]+)/`, pathNot: `${AT}apps/web/src/features/$1/` },
    ),
    forbid(
      'shared-below-features',
      'lib and components know no feature',
      { path: `${AT}apps/web/src/(lib|components)/` },
      { path: `${AT}apps/web/src/(features|app)/` },
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.json'],
    },
  },
}
