import { spawnSync } from 'node:child_process'
import { copyFileSync, globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { TABLE_ACCESS, TABLE_ACTIONS, type TableAction } from '@cnop/common/dynamodb/table-access'
import { tables } from '@cnop/common/dynamodb/tables'
import { afterAll, describe, expect, it } from 'vitest'
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

const main = await readConfiguration(TERRAFORM)
const cluster = await readConfiguration(join(TERRAFORM, 'modules', 'cluster'))
const module = await readConfiguration(join(TERRAFORM, 'modules', 'lambda-service'))
const all = [
  ['terraform', main],
  ['modules/cluster', cluster],
  ['modules/lambda-service', module],
] as const
const blocks = { ...main.blocks, ...cluster.blocks, ...module.blocks }

const resources = (kind: string) =>
  Object.entries(blocks).filter(([name]) => name.startsWith(`${kind}.`))

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

describe.each(all)('%s', (_folder, configuration) => {
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

describe.each(Object.entries(main.modules))('the module %s', (name, given) => {
  const [, configuration] = all.find(([folder]) => given['source'] === `./${folder}`) ?? []

  it('is given what it declares, and nothing else', () => {
    const declared = Object.entries(configuration?.variables ?? {})
    const needed = declared.filter(([, variable]) => !('default' in variable))
    const ofTerraform = new Set(['source', 'count', 'for_each'])
    const set = Object.keys(given).filter((each) => !ofTerraform.has(each))
    expect(set).toEqual(expect.arrayContaining(needed.map(([each]) => each)))
    expect(set.filter((each) => !declared.some(([known]) => known === each))).toEqual([])
  })

  it('is asked for nothing that it does not say', () => {
    const text = JSON.stringify(main)
    const reference = new RegExp(`module\\.${name}(?:\\[[^\\]]*\\])?\\.([a-z_]+)`, 'g')
    const asked = [...text.matchAll(reference)].map(([, output = '']) => output)
    expect(asked.filter((output) => !(output in (configuration?.outputs ?? {})))).toEqual([])
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

describe('what a plan of production is refused for', () => {
  const folder = mkdtempSync(join(tmpdir(), 'variables-'))
  afterAll(() => rmSync(folder, { recursive: true }))
  // Variables alone need no provider, so Terraform itself can be asked without one.
  copyFileSync(join(TERRAFORM, 'variables.tf'), join(folder, 'variables.tf'))
  const plan = (environment: string, ...given: string[]) => {
    const file = join(TERRAFORM, 'environments', `${environment}.tfvars`)
    const options = given.map((each) => `-var=${each}`)
    return spawnSync(
      'terraform',
      [`-chdir=${folder}`, 'plan', '-input=false', '-no-color', `-var-file=${file}`, ...options],
      { encoding: 'utf8' },
    )
  }
  const admins = 'cluster_admins=["arn:aws:iam::123456789012:role/deploy"]'
  const email = 'alarm_email=on-call@example.org'

  it.for([
    ['alarms that reach no one', [admins], 'alarms must reach someone'],
    ['a cluster no one may enter', [email], 'No one could reach into the cluster'],
    [
      'an administrator that is no role',
      [email, 'cluster_admins=["deploy"]'],
      'is the ARN of a role',
    ],
    [
      'a network that is none',
      [email, admins, 'cluster_admin_cidrs=["10.30.0.0"]'],
      'is a network of IPv4',
    ],
  ] as const)('%s', ([, given, reason], { skip }) => {
    const { error, status, stderr } = plan('prod', ...given)
    if (error !== undefined) skip('terraform is not installed')
    expect(status).toBe(1)
    expect(stderr.replaceAll(/\s*\u2502?\s+/g, ' ')).toContain(reason)
  })

  it('nothing else, and dev for nothing at all', ({ skip }) => {
    const { error, status, stderr } = plan('prod', admins, email)
    if (error !== undefined) skip('terraform is not installed')
    expect([status, stderr]).toEqual([0, expect.not.stringContaining('Error')])
    expect(plan('dev').status).toBe(0)
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
    })
  })

  it('cannot be deleted in production, and everything of dev can be taken down', async () => {
    expect((await readVariables('prod'))['deletion_protection']).toBe(true)
    expect((await readVariables('dev'))['deletion_protection']).toBe(false)
    // Which takes no variable: what has it keeps `terraform destroy` from ending anywhere.
    expect(JSON.stringify(blocks)).not.toContain('prevent_destroy')
    expect(blocks['aws_ecr_repository.main']).toMatchObject({
      force_delete: '${!var.deletion_protection}',
    })
    expect(blocks['aws_secretsmanager_secret.main']).toMatchObject({
      recovery_window_in_days: '${var.deletion_protection ? 30 : 0}',
    })
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
    const documents = Object.entries(blocks).filter(([name]) =>
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
    expect(blocks['data.aws_iam_policy_document.service_assume']).toMatchObject({
      statement: [
        {
          condition: expect.arrayContaining([
            expect.objectContaining({
              values: ['system:serviceaccount:${var.name}:${each.key}'],
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
    expect(blocks['aws_elasticache_replication_group.main']).toMatchObject({
      at_rest_encryption_enabled: true,
      transit_encryption_enabled: true,
    })
    expect(blocks['aws_ecr_repository.main']).toMatchObject({
      image_tag_mutability: 'IMMUTABLE',
      image_scanning_configuration: [{ scan_on_push: true }],
    })
    expect(blocks['aws_eks_cluster.main']).toMatchObject({
      encryption_config: [{ resources: ['secrets'] }],
    })
  })

  it('lets the load balancer of production send from where its network policy expects it', async () => {
    const { vpc_cidr: network } = await readVariables('prod')
    expect(network).toBe('10.30.0.0/16')
    const settings = objectsIn(readRendered('prod')).find(({ kind }) => kind === 'ConfigMap')
    // The public subnets are /24s counted from the first, so all of them are in this /20.
    expect(cluster.locals['public_cidrs']).toContain('cidrsubnet(var.vpc_cidr, 8, index)')
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
      blocks['data.aws_iam_policy_document.load_balancer_controller'],
    )
    const actions = statement.flatMap((each) => each.actions)
    expect(actions).toEqual(
      expect.arrayContaining([
        'iam:CreateServiceLinkedRole',
        'elasticloadbalancing:SetRulePriorities',
      ]),
    )
  })

  it('keeps to zones that EKS has room in, by the ids that are the same in every account', () => {
    expect(blocks['data.aws_availability_zones.available']).toMatchObject({
      state: 'available',
      exclude_zone_ids: ['use1-az3', 'usw1-az2', 'cac1-az3'],
      filter: [{ name: 'opt-in-status', values: ['opt-in-not-required'] }],
    })
  })

  it('lets those into the cluster who are named, whoever made it, from the networks that are named', () => {
    expect(blocks['aws_eks_cluster.main']).toMatchObject({
      access_config: [
        { authentication_mode: 'API', bootstrap_cluster_creator_admin_permissions: false },
      ],
    })
    expect(blocks['aws_eks_access_entry.admins']).toMatchObject({
      for_each: '${toset(var.admins)}',
      principal_arn: '${each.key}',
    })
    expect(blocks['aws_eks_access_policy_association.admins']).toMatchObject({
      for_each: '${aws_eks_access_entry.admins}',
      policy_arn: 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy',
      access_scope: [{ type: 'cluster' }],
    })
    expect(blocks['aws_vpc_security_group_ingress_rule.admins']).toMatchObject({
      for_each: '${toset(var.admin_cidrs)}',
      security_group_id: '${aws_eks_cluster.main.vpc_config[0].cluster_security_group_id}',
      cidr_ipv4: '${each.key}',
      from_port: 443,
      to_port: 443,
    })
    expect(main.modules['cluster']).toMatchObject({
      admins: '${var.cluster_admins}',
      admin_cidrs: '${var.cluster_admin_cidrs}',
    })
  })

  it('makes a cluster, and what only it needs, where one can be deployed to', async () => {
    expect(main.modules['cluster']?.['count']).toBe('${var.cluster_enabled ? 1 : 0}')
    expect((await readVariables('prod'))['cluster_enabled']).toBe(true)
    expect((await readVariables('dev'))['cluster_enabled']).toBe(false)
    const outside = Object.keys({ ...main.blocks, ...module.blocks })
    expect(outside.filter((name) => /aws_(eks|vpc|nat|elasticache|ecr|wafv2)_/.test(name))).toEqual(
      [],
    )
  })

  // A push leaves an index with the tag, and an image and attestations without one.
  it('keeps fifty versions of each image, not fifty manifests', () => {
    const policy = JSON.stringify(blocks['aws_ecr_lifecycle_policy.main'])
    expect(policy).toMatch(
      /tagStatus = \\"tagged\\", tagPatternList = \[\\"\*\\"\].*countNumber = 50/,
    )
    expect(policy).not.toMatch(/tagStatus = \\"any/)
  })

  it('takes over what a new cluster brings along, instead of failing on it', () => {
    expect(blocks['aws_eks_addon.main']).toMatchObject({
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
