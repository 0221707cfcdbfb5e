import { spawnSync } from 'node:child_process'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

import { TABLE_ACCESS, TABLE_ACTIONS, type TableAction } from '@cnop/common/dynamodb/table-access'
import { tables } from '@cnop/common/dynamodb/tables'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'

import acts from '../capacity/act-costs.json' with { type: 'json' }
import { objectsIn, readRendered } from './kubernetes/rendered.ts'
import {
  TERRAFORM,
  danglingReferences,
  readConfiguration,
  readVariables,
  unusedVariables,
} from './terraform/configuration.ts'

const ENVIRONMENTS = ['dev', 'prod'] as const
const MODULE = join(TERRAFORM, 'modules', 'lambda-service')

const main = await readConfiguration(TERRAFORM)
const module = await readConfiguration(MODULE)
const both = [
  ['terraform', main],
  ['modules/lambda-service', module],
] as const

const resources = (kind: string) =>
  Object.entries({ ...main.blocks, ...module.blocks }).filter(([name]) =>
    name.startsWith(`${kind}.`),
  )

const Statement = z.looseObject({
  actions: z.union([z.string(), z.array(z.string())]),
  resources: z.union([z.string(), z.array(z.string())]).optional(),
})
const Document = z.looseObject({
  statement: z.array(Statement).default([]),
  dynamic: z.unknown().optional(),
})

/** Kinds of requests that the code of a service makes, as IAM names them. */
const actionsSentBy = (service: string): TableAction[] => {
  const sources = globSync(join(TERRAFORM, '..', 'apps', service, 'src', '**', '*.ts'))
    .filter((file) => !file.includes('.test.'))
    .map((file) => readFileSync(file, 'utf8'))
    .join('\n')
  return TABLE_ACTIONS.filter((action) => {
    const command = action.replace(/Item$/, '')
    return (
      new RegExp(`new ${command}Command\\(`).test(sources) ||
      new RegExp(`\\b${command}: \\{\\s*(TableName|\\.\\.\\.)`).test(sources)
    )
  })
}

describe.each(both)('%s', (_folder, configuration) => {
  it('refers to nothing that is not declared', () => {
    expect(danglingReferences(configuration)).toEqual([])
  })

  it('declares no variable it does not use', () => {
    expect(unusedVariables(configuration)).toEqual([])
  })

  it('says of every variable and output what it is', () => {
    const named = [
      ...Object.entries(configuration.variables),
      ...Object.entries(configuration.outputs),
    ]
    const silent = named.filter(([, { description }]) => typeof description !== 'string')
    expect(silent).toEqual([])
  })
})

it('is formatted as terraform formats, where it is there to ask', ({ skip }) => {
  const formatted = spawnSync('terraform', ['fmt', '-check', '-recursive', TERRAFORM], {
    encoding: 'utf8',
  })
  if (formatted.error !== undefined) skip('terraform is not installed')
  expect([formatted.status, formatted.stdout]).toEqual([0, ''])
})

describe.each(ENVIRONMENTS)('the variables of %s', (environment) => {
  it('set what has no default, and nothing that does not exist', async () => {
    const set = Object.keys(await readVariables(environment))
    const needed = Object.entries(main.variables)
      .filter(([, variable]) => !('default' in variable))
      .map(([name]) => name)
    expect(set).toEqual(expect.arrayContaining(needed))
    expect(set.filter((name) => !(name in main.variables))).toEqual([])
  })

  it('keep the state apart from the other, encrypted and locked', () => {
    const backend = readFileSync(
      join(TERRAFORM, 'environments', `${environment}.s3.tfbackend`),
      'utf8',
    )
    expect(backend).toMatch(new RegExp(`key\\s+= "cnop/${environment}.tfstate"`))
    expect(backend).toMatch(/encrypt\s+= true/)
    expect(backend).toMatch(/use_lockfile = true/)
  })
})

describe('the tables', () => {
  const [[, table] = []] = resources('aws_dynamodb_table')

  it('are those of the code, from the file that is generated from it', () => {
    expect(main.locals['tables']).toContain('generated/tables.json')
    const generated = z
      .array(z.looseObject({ name: z.string() }))
      .parse(JSON.parse(readFileSync(join(TERRAFORM, 'generated', 'tables.json'), 'utf8')))
    expect(generated).toEqual(
      tables.map((each) => ({ timeToLive: null, ...each, access: TABLE_ACCESS[each.name] })),
    )
  })

  it('have the keys, indexes and expiry of the definition', () => {
    expect(table).toMatchObject({
      for_each: '${local.tables}',
      hash_key: '${each.value.partitionKey}',
      range_key: '${each.value.sortKey}',
      dynamic: {
        attribute: [{ content: [{ name: '${attribute.value}', type: 'S' }] }],
        local_secondary_index: [
          {
            for_each: '${{ for index in each.value.localIndexes : index.name => index }}',
            content: [
              {
                name: '${local_secondary_index.key}',
                range_key: '${local_secondary_index.value.sortKey}',
                projection_type: 'ALL',
              },
            ],
          },
        ],
        ttl: [
          {
            for_each: '${each.value.timeToLive == null ? [] : [each.value.timeToLive]}',
            content: [{ attribute_name: '${ttl.value}', enabled: true }],
          },
        ],
      },
    })
  })

  it('are paid by request, encrypted with our key, and can be had back of any second', () => {
    expect(table).toMatchObject({
      billing_mode: 'PAY_PER_REQUEST',
      deletion_protection_enabled: '${var.deletion_protection}',
      point_in_time_recovery: [{ enabled: true }],
      server_side_encryption: [{ enabled: true, kms_key_arn: '${aws_kms_key.main.arn}' }],
      lifecycle: [{ prevent_destroy: true }],
    })
  })

  it('cannot be deleted in production', async () => {
    expect((await readVariables('prod'))['deletion_protection']).toBe(true)
  })

  it('have the prefix that the services in production are set to', () => {
    expect(table?.['name']).toBe('${var.environment}_${each.key}')
    const settings = objectsIn(readRendered('prod')).find(({ kind }) => kind === 'ConfigMap')
    expect(settings?.['data']).toMatchObject({ DYNAMODB_TABLE_PREFIX: 'prod_' })
  })
})

describe('the permissions', () => {
  it('say of every table who may do what with it, and of no table that is gone', () => {
    expect(Object.keys(TABLE_ACCESS).toSorted()).toEqual(tables.map(({ name }) => name).toSorted())
  })

  it.each(['user-service', 'inventory-service', 'order-service'] as const)(
    'allow %s every kind of request its own stores send',
    (service) => {
      const allowed = new Set(Object.values(TABLE_ACCESS).flatMap((users) => users[service] ?? []))
      const sent = actionsSentBy(service)
      expect(sent.length).toBeGreaterThan(0)
      expect(sent.filter((action) => !allowed.has(action))).toEqual([])
    },
  )

  it('let no service delete from the ledger, and user-service alone at people', () => {
    const may = Object.values(TABLE_ACCESS['ledger'] ?? {}).flat()
    expect(may).not.toContain('DeleteItem')
    expect(Object.keys(TABLE_ACCESS['users'] ?? {})).toEqual(['user-service'])
  })

  it('name the actions of the definition on the table and its indexes, and nothing else', () => {
    expect(main.blocks['data.aws_iam_policy_document.service']).toMatchObject({
      dynamic: {
        statement: [
          {
            content: [
              {
                actions:
                  '${[for action in statement.value.access[each.key] : "dynamodb:${action}"]}',
                resources: expect.stringMatching(
                  /^\$\{concat\(\s*local\.table_arns\[statement\.key\],\s*\[for pair in setproduct\(local\.table_arns\[statement\.key\], statement\.value\.localIndexes\)/,
                ),
              },
            ],
          },
        ],
      },
    })
  })

  it('are never all actions, and on all resources only what has none to name', () => {
    const documents = Object.entries({ ...main.blocks, ...module.blocks }).filter(([name]) =>
      name.startsWith('data.aws_iam_policy_document.'),
    )
    expect(documents.length).toBeGreaterThan(6)
    const wide = documents.flatMap(([name, document]) =>
      Document.parse(document).statement.flatMap(({ actions, resources }) => {
        const list = [actions].flat()
        // A key's own policy names the key itself by "*", and IAM decides about its use.
        if (name.endsWith('.key')) return []
        if (list.some((action) => action.endsWith(':*') || action === '*')) return [name]
        if (![resources].flat().includes('*')) return []
        return list.every((action) => /:(Describe|List|Get)|^xray:Put/.test(action)) ? [] : [name]
      }),
    )
    expect(wide).toEqual([])
  })

  it('are given to the service account of the service alone', () => {
    expect(main.blocks['data.aws_iam_policy_document.service_assume']).toMatchObject({
      statement: [
        {
          condition: expect.arrayContaining([
            expect.objectContaining({
              values: ['system:serviceaccount:${local.name}:${each.key}'],
            }),
          ]),
        },
      ],
    })
  })
})

describe('what surrounds them', () => {
  it('keeps every store and log encrypted with our key', () => {
    for (const [name, log] of resources('aws_cloudwatch_log_group'))
      expect([name, log['kms_key_id'] ?? 'none']).not.toEqual([name, 'none'])
    expect(main.blocks['aws_elasticache_replication_group.main']).toMatchObject({
      at_rest_encryption_enabled: true,
      transit_encryption_enabled: true,
    })
    expect(main.blocks['aws_ecr_repository.main']).toMatchObject({
      image_tag_mutability: 'IMMUTABLE',
      image_scanning_configuration: [{ scan_on_push: true }],
    })
    expect(main.blocks['aws_eks_cluster.main']).toMatchObject({
      encryption_config: [{ resources: ['secrets'] }],
    })
  })

  it('lets the load balancer of production send from where its network policy expects it', async () => {
    const { vpc_cidr: network } = await readVariables('prod')
    expect(network).toBe('10.30.0.0/16')
    const settings = objectsIn(readRendered('prod')).find(({ kind }) => kind === 'ConfigMap')
    // The public subnets are /24s counted from the first, so all of them are in this /20.
    expect(main.locals['public_cidrs']).toContain('cidrsubnet(var.vpc_cidr, 8, index)')
    expect(settings?.['data']).toMatchObject({ TRUSTED_PROXIES: '10.30.0.0/20' })
  })

  // By the dimensions AWS documents: an alarm on others stays silent for ever.
  it('wakes someone when a table is throttled or fails, by dimensions that DynamoDB reports', () => {
    const measured = (dimensions: object) => ({
      dynamic: { metric_query: [{ content: [{ metric: [{ dimensions }] }] }] },
    })
    expect(main.blocks['aws_cloudwatch_metric_alarm.throttled']).toMatchObject(
      measured({ TableName: '${each.value.name}' }),
    )
    expect(main.locals['throttling']).toEqual(['ReadThrottleEvents', 'WriteThrottleEvents'])
    expect(main.blocks['aws_cloudwatch_metric_alarm.system_errors']).toMatchObject(
      measured({ TableName: '${each.value.name}', Operation: '${metric_query.value}' }),
    )
    // Every kind of request the services may send, as a request of its own or in a transaction.
    const requests = z.array(z.string()).parse(main.locals['table_operations'])
    const sent = TABLE_ACTIONS.filter(
      (each) => !['ConditionCheckItem', 'DescribeTable'].includes(each),
    )
    expect(requests).toEqual(expect.arrayContaining([...sent, 'TransactWriteItems']))
    // The most CloudWatch takes in one alarm.
    expect(requests.length).toBeLessThanOrEqual(10)
    for (const [name, { alarm_actions: told }] of resources('aws_cloudwatch_metric_alarm'))
      expect([name, JSON.stringify(told)]).toEqual([name, expect.stringMatching(/alarms/)])
  })

  // With the key that SNS has of its own, CloudWatch could not send anything to the topic.
  it('lets alarms reach the topic that tells of them, which is encrypted', () => {
    expect(main.blocks['aws_sns_topic.alarms']).toMatchObject({
      kms_master_key_id: '${aws_kms_key.main.arn}',
    })
    const { statement } = Document.parse(main.blocks['data.aws_iam_policy_document.key'])
    expect(statement).toContainEqual(
      expect.objectContaining({
        actions: ['kms:Decrypt', 'kms:GenerateDataKey*'],
        principals: [{ type: 'Service', identifiers: ['cloudwatch.amazonaws.com'] }],
      }),
    )
  })

  // What the controller's own policy asks for besides making and changing: without it an install ends there.
  it('lets the controller make the first load balancer of an account, and move its rules', () => {
    const { statement } = Document.parse(
      main.blocks['data.aws_iam_policy_document.load_balancer_controller'],
    )
    const actions = statement.flatMap((each) => each.actions)
    expect(actions).toEqual(
      expect.arrayContaining([
        'iam:CreateServiceLinkedRole',
        'elasticloadbalancing:SetRulePriorities',
      ]),
    )
  })

  it('takes over what a new cluster brings along, instead of failing on it', () => {
    expect(main.blocks['aws_eks_addon.main']).toMatchObject({
      resolve_conflicts_on_create: 'OVERWRITE',
    })
  })

  it('expects of the ledger what so many orders cost', async () => {
    const { daily_write_units_expected: expected } = await readVariables('prod')
    // One deposit to ten orders, as docs/capacity.md reckons.
    const each = acts['market buy'].writeUnits + acts.deposit.writeUnits / 10
    expect(expected).toBe(each * 1_000_000)
  })
})

describe('the check of references', () => {
  it('finds a name that is not declared', async () => {
    const wrong = { ...main, outputs: { x: { description: 'x', value: '${aws_vpc.mian.id}' } } }
    expect(danglingReferences(wrong)).toEqual(['aws_vpc.mian'])
  })
})
