import { spawnSync } from 'node:child_process'
import { copyFileSync, globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import {
  DEMO_DELETIONS,
  TABLE_ACCESS,
  TABLE_ACTIONS,
  type TableAction,
} from '@cnop/common/dynamodb/table-access'
import { tables } from '@cnop/common/dynamodb/tables'
import { afterAll, describe, expect, it } from 'vitest'
import { z } from 'zod'

import { objectsIn, readRendered } from './kubernetes/rendered.ts'
import { blocks, cluster, lambdaService, main, resources } from './terraform/all.ts'
import {
  TERRAFORM,
  danglingReferences,
  readVariables,
  unusedVariables,
} from './terraform/configuration.ts'
import { PolicyDocument } from './terraform/policy-document.ts'

const ENVIRONMENTS = ['dev', 'prod'] as const

const all = [
  ['terraform', main],
  ['modules/cluster', cluster],
  ['modules/lambda-service', lambdaService],
] as const

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
      tables.map((each) => ({
        timeToLive: null,
        ...each,
        access: TABLE_ACCESS[each.name],
        demoDeletions: DEMO_DELETIONS.tables.some((name) => name === each.name)
          ? { service: DEMO_DELETIONS.service, partitions: DEMO_DELETIONS.partitions }
          : null,
      })),
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

  it('let no service delete from the ledger but demo accounts, and user-service alone at people', () => {
    const may = Object.values(TABLE_ACCESS['ledger'] ?? {}).flat()
    expect(may).not.toContain('DeleteItem')
    expect(main.blocks['data.aws_iam_policy_document.service']).toMatchObject({
      dynamic: {
        statement: expect.arrayContaining([
          {
            for_each: expect.stringContaining('table.demoDeletions.service'),
            content: [
              expect.objectContaining({
                actions: ['dynamodb:DeleteItem'],
                condition: [
                  {
                    test: 'ForAllValues:StringLike',
                    variable: 'dynamodb:LeadingKeys',
                    values: ['${statement.value.partitions}'],
                  },
                ],
              }),
            ],
          },
        ]),
      },
    })
    expect(DEMO_DELETIONS.partitions).toMatch(/^USER#demo_\?+$/)
    expect(Object.keys(TABLE_ACCESS['users'] ?? {})).toEqual(['user-service'])
  })

  it('name the actions of the definition on the table and its indexes, and nothing else', () => {
    expect(main.blocks['data.aws_iam_policy_document.service']).toMatchObject({
      dynamic: {
        statement: expect.arrayContaining([
          {
            for_each: expect.any(String),
            content: [
              {
                sid: expect.any(String),
                actions:
                  '${[for action in statement.value.access[each.key] : "dynamodb:${action}"]}',
                resources: expect.stringMatching(
                  /^\$\{concat\(\s*local\.table_arns\[statement\.key\],\s*\[for pair in setproduct\(local\.table_arns\[statement\.key\], statement\.value\.localIndexes\)/,
                ),
              },
            ],
          },
        ]),
      },
    })
  })

  it('are never all actions, and on all resources only what has none to name', () => {
    const documents = Object.entries(blocks).filter(([name]) =>
      name.startsWith('data.aws_iam_policy_document.'),
    )
    expect(documents.length).toBeGreaterThan(6)
    const wide = documents.flatMap(([name, document]) =>
      PolicyDocument.parse(document).statement.flatMap(({ actions, resources }) => {
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

describe('the check of references', () => {
  it('finds a name that is not declared', async () => {
    const wrong = { ...main, outputs: { x: { description: 'x', value: '${aws_vpc.mian.id}' } } }
    expect(danglingReferences(wrong)).toEqual(['aws_vpc.mian'])
  })
})
