import { setTimeout as pause } from 'node:timers/promises'

import type { BenchStack } from '../bench/bench-stack.ts'
import { intentOf, senderTo, type Answer, type Intent } from './intents.ts'
import { idOf, verdictOn } from './verdict.ts'

const TRADERS = 10
const SETTLE_TRIES = 60

/**
 * Ten traders buy, sell, deposit and place orders that wait, each act with a key, while something happens;
 * whatever got no answer is asked for again with its key until it is decided. Returns what is wrong then.
 * @param onAnswer hears of every answer while it happens.
 */
export const tradeWhile = async (
  stack: BenchStack,
  happens: () => Promise<void>,
  onAnswer: (answer: Answer) => void = () => undefined,
): Promise<string[]> => {
  const over = new AbortController()
  const sender = senderTo(stack.urls.gateway, (answer) => {
    if (!over.signal.aborted) onAnswer(answer)
  })
  const intents: Intent[] = []
  const trade = async (token: string): Promise<void> => {
    for (let nth = 0; !over.signal.aborted; nth += 1) {
      const intent = intentOf(token, nth)
      intents.push(intent)
      await sender.send(intent)
      // A refused connection would otherwise be tried again at once, ten thousand times.
      if (isOpen(intent)) await pause(50)
    }
  }
  const tokens = stack.tokens.slice(0, TRADERS)
  await Promise.all([happens().finally(() => over.abort()), ...tokens.map(trade)])
  const open = intents.filter(isOpen)
  for (let tries = 0; tries < SETTLE_TRIES && open.some(isOpen); tries += 1) {
    await Promise.all(open.filter(isOpen).map((intent) => sender.send(intent)))
    await pause(500)
  }
  const stillOpen = intents.filter(isOpen).length
  const done = intents.filter((intent) => idOf(intent) !== undefined).length
  console.log(
    `${intents.length} acts: ${done} done, ${intents.length - done - stillOpen} refused; ` +
      `${open.length} had no answer at first`,
  )
  const problems = stillOpen > 0 ? [`${stillOpen} acts were never decided`] : []
  problems.push(...(await verdictOn({ sender, intents, tokens, env: stack.env })))
  await sender.close()
  return problems
}

const isOpen = ({ outcome }: Intent): boolean => outcome === undefined
