import { describe, expect, it } from 'vitest'

import { runWithStandIns } from './stand-ins.ts'

const run = (action: string, failures: Record<string, number> = {}) => {
  const script = ['scripts/deploy/plan.sh', action, 'prod', '42'] as const
  const { calls, ...result } = runWithStandIns(script, ['terraform', 'aws'], {}, {}, failures)
  const lines = calls.map(({ program, args }) => [program, ...args].join(' '))
  // A file of its own each time.
  const file =
    /-out=(\S+)/.exec(lines.join(' '))?.[1] ?? / (\/\S*tmp\S*)$/m.exec(lines.join('\n'))?.[1]
  return { ...result, lines: lines.map((line) => (file ? line.replaceAll(file, 'FILE') : line)) }
}
const INIT =
  'terraform -chdir=terraform init -input=false -reconfigure -backend-config=environments/prod.s3.tfbackend'
const KEPT = 's3://cnop-terraform-state-prod/plans/42'

describe('a plan', () => {
  it('is kept where the state is, until it is done', () => {
    const { status, lines } = run('make')
    expect(status).toBe(0)
    expect(lines).toEqual([
      INIT,
      'terraform -chdir=terraform plan -input=false -var-file=environments/prod.tfvars -out=FILE',
      `aws s3 cp --only-show-errors FILE ${KEPT}`,
    ])
  })

  it('is done as it was made, and only once', () => {
    const { status, lines } = run('apply')
    expect(status).toBe(0)
    expect(lines).toEqual([
      INIT,
      `aws s3 cp --only-show-errors ${KEPT} FILE`,
      'terraform -chdir=terraform apply -input=false FILE',
      `aws s3 rm --only-show-errors ${KEPT}`,
    ])
  })

  it('that is not there is not made up', () => {
    const { status, output, lines } = run('apply', { 's3 cp': 1 })
    expect(status).toBe(1)
    expect(output).toContain('there is no plan 42')
    expect(lines.filter((line) => line.includes(' apply '))).toEqual([])
  })
})
