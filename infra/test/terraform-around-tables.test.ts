import { TABLE_ACTIONS } from '@cnop/common/dynamodb/table-access'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'

import acts from '../capacity/act-costs.json' with { type: 'json' }
import { objectsIn, readRendered } from './kubernetes/rendered.ts'
import { blocks, cluster, lambdaService, main, resources } from './terraform/all.ts'
import { readVariables } from './terraform/configuration.ts'
import { PolicyDocument } from './terraform/policy-document.ts'

describe('what surrounds the tables', () => {
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
    const { statement } = PolicyDocument.parse(main.blocks['data.aws_iam_policy_document.key'])
    expect(statement).toContainEqual(
      expect.objectContaining({
        actions: ['kms:Decrypt', 'kms:GenerateDataKey*'],
        principals: [{ type: 'Service', identifiers: ['cloudwatch.amazonaws.com'] }],
      }),
    )
  })

  // What the controller's own policy asks for besides making and changing: without it an install ends there.
  it('lets the controller make the first load balancer of an account, and move its rules', () => {
    const { statement } = PolicyDocument.parse(
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
    const outside = Object.keys({ ...main.blocks, ...lambdaService.blocks })
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
