import { readFileSync } from 'node:fs'
import { join } from 'node:path'

import { describe, expect, it } from 'vitest'
import { z } from 'zod'

import { processes, unread } from './processes.ts'
import { TERRAFORM, readConfiguration } from './terraform/configuration.ts'

const main = await readConfiguration(TERRAFORM)
const module = await readConfiguration(join(TERRAFORM, 'modules', 'lambda-service'))

describe('the services as functions', () => {
  const settings = z.record(z.string(), z.string()).parse(main.locals['lambda_settings'])

  it('are given settings that each of them reads', () => {
    for (const name of ['user-service', 'inventory-service', 'order-service'] as const) {
      expect([name, unread(processes[name].settings, settings)]).toEqual([name, []])
      const given = {
        ...settings,
        JWT_SECRET_KEY: 'x'.repeat(64),
        DYNAMODB_REGION: 'us-east-1',
        DYNAMODB_TABLE_PREFIX: 'dev_',
      }
      expect(() => processes[name].read(given)).not.toThrow()
    }
  })

  it('are entered as they are tested: events of version 2.0, by the file the package is made with', () => {
    expect(module.blocks['aws_apigatewayv2_integration.main']).toMatchObject({
      payload_format_version: '2.0',
    })
    expect(module.blocks['aws_lambda_function.main']).toMatchObject({ handler: 'index.handler' })
    const script = readFileSync(
      join(TERRAFORM, '..', 'scripts', 'deploy', 'package-lambda.sh'),
      'utf8',
    )
    expect(script).toContain("export { handler } from './apps/$SERVICE/src/lambda/main.ts'")
    expect(script).toContain('index.mjs')
  })

  it('may do what the same service in the cluster may', () => {
    expect(main.modules['lambda']).toMatchObject({
      policy_arn: '${aws_iam_policy.service[each.key].arn}',
    })
    expect(main.modules['inventory_lambda']).toMatchObject({
      policy_arn: '${aws_iam_policy.service["inventory-service"].arn}',
    })
  })
})
