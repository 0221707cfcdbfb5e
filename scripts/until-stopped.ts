import { SettingsError } from '@cnop/common/http/settings'
import { logTail } from '@cnop/local-stack/child'
import { StackError } from '@cnop/local-stack/ports'
import type { Stack } from '@cnop/local-stack/stack'
import type { Watching } from '@cnop/local-stack/supervisor'

type Start = (watching: Watching) => Promise<Stack>

/**
 * Keeps a stack running until Ctrl-C, SIGTERM or a process that ends again and again, then stops all of it.
 * A signal while it is still starting stops what has started so far.
 */
export const runUntilStopped = async (start: Start): Promise<void> => {
  let end: (code: number) => void = () => {}
  const ended = new Promise<number>((resolve) => {
    end = resolve
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => end(0))
  try {
    const starting = start({
      onRestart: ({ name, logFile }) =>
        console.error(`${name} has ended by itself and is started again; its log is ${logFile}`),
      onGone: (child) => {
        console.error(`\n${child.name} has ended by itself:\n\n${logTail(child.logFile)}`)
        end(1)
      },
    })
    const code = await Promise.race([ended, starting.then(() => ended)])
    console.log('\nStopping ...')
    await (await starting).stop()
    process.exit(code)
  } catch (error) {
    const isForReading = error instanceof StackError || error instanceof SettingsError
    console.error(isForReading ? `\n${error.message}` : error)
    process.exit(1)
  }
}
