import { spawn } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

export const IS_WINDOWS = process.platform === 'win32'

const ENDINGS = IS_WINDOWS ? ['.exe', '.cmd'] : ['']

/** Path of the first of these programs that the folders of `path` hold. */
export const programOnPath = (names: readonly string[], path = ''): string | undefined =>
  path
    .split(delimiter)
    .filter((folder) => folder !== '')
    .flatMap((folder) =>
      names.flatMap((name) => ENDINGS.map((ending) => join(folder, `${name}${ending}`))),
    )
    .find(isExecutable)

const isExecutable = (file: string): boolean => {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** Windows starts a `.cmd` by its shell only. */
export const needsShell = (program: string): boolean => program.endsWith('.cmd')

/** Returns true if a command ends with status 0 in time. */
export const succeeds = (
  [program, ...args]: readonly [string, ...string[]],
  { env, timeoutMs }: { readonly env: NodeJS.ProcessEnv; readonly timeoutMs: number },
): Promise<boolean> =>
  new Promise((resolve) => {
    const shell = needsShell(program)
    const child = spawn(program, args, { env, shell, stdio: 'ignore', timeout: timeoutMs })
    child.once('error', () => resolve(false))
    child.once('exit', (code) => resolve(code === 0))
  })
