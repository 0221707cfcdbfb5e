import { runCommand, tool } from '../repository.ts'
import { checkArchitecture } from './architecture.ts'
import { checkGeneratedFiles } from './generated.ts'

/** Something that must hold of the sources as they stand. Returns what is wrong, or nothing. */
export type Check = { readonly name: string; readonly run: () => Promise<string | undefined> }

const command =
  (name: string, ...args: string[]) =>
  async (): Promise<string | undefined> => {
    const { code, output } = await runCommand(tool(name), args)
    return code === 0 ? undefined : output
  }

export const checks: readonly Check[] = [
  { name: 'format', run: command('oxfmt', '--check') },
  { name: 'lint', run: command('oxlint', '--deny-warnings') },
  {
    name: 'types of apps and packages',
    run: command('turbo', 'run', 'typecheck', '--output-logs=errors-only'),
  },
  { name: 'types of scripts', run: command('tsc', '-p', 'tsconfig.json') },
  { name: 'architecture', run: checkArchitecture },
  { name: 'generated files', run: checkGeneratedFiles },
  { name: 'dead code', run: command('knip') },
]

/** Whether it holds; says so in one line, and at length when it does not. */
export const runCheck = async ({ name, run }: Check): Promise<boolean> => {
  const started = performance.now()
  const problem = await run()
  const seconds = ((performance.now() - started) / 1_000).toFixed(1)
  console.log(`${problem === undefined ? '✓' : '✗'} ${name} (${seconds} s)`)
  if (problem !== undefined) console.log(problem)
  return problem === undefined
}
