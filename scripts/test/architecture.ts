import { z } from 'zod'

import { runCommand, tool } from '../repository.ts'

const Report = z.object({
  summary: z.object({
    totalCruised: z.number(),
    ruleSetUsed: z.object({ forbidden: z.array(z.object({ name: z.string() })) }),
    violations: z.array(
      z.object({
        from: z.string(),
        to: z.string(),
        rule: z.object({ name: z.string() }),
      }),
    ),
  }),
})

const CONFIG = '.dependency-cruiser.mjs'
/** Files that break each rule on purpose, laid out like the repository. */
const FIXTURE = 'scripts/architecture-fixture'

const BUILT = '(^|/)dist/'

/** Far fewer files than there are; a tool that reads none of them finds nothing wrong either. */
const LEAST_FILES = 100

/**
 * No import runs against the design, and the check that says so works: it must read the repository, and
 * must find every rule broken in the fixture.
 */
export const checkArchitecture = async (): Promise<string | undefined> => {
  const repository = await cruise(['apps', 'packages', 'scripts', 'e2e'], `${BUILT}|${FIXTURE}`)
  if (repository.totalCruised < LEAST_FILES)
    return `only ${repository.totalCruised} files were read: the check sees nothing`
  if (repository.violations.length > 0)
    return repository.violations
      .map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`)
      .join('\n')

  const fixture = await cruise([FIXTURE], BUILT)
  const broken = new Set(fixture.violations.map(({ rule }) => rule.name))
  const missed = fixture.ruleSetUsed.forbidden
    .map(({ name }) => name)
    .filter((name) => !broken.has(name))
  return missed.length === 0
    ? undefined
    : `rules that the fixture breaks and the check does not see: ${missed.join(', ')}`
}

const cruise = async (folders: string[], exclude: string) => {
  const { output } = await runCommand(tool('depcruise'), [
    ...folders,
    '--config',
    CONFIG,
    '--output-type',
    'json',
    '--exclude',
    exclude,
  ])
  return Report.parse(JSON.parse(output.slice(output.indexOf('{')))).summary
}
