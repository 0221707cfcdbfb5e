import { readFile } from 'node:fs/promises'

import { parseTape, playTape, type Playback } from '#src/domain/tape'

const PREFIX = 'tape:'

type TapeSettings = { readonly PRICE_SOURCE: string; readonly TAPE_SPEED: number }

/** The tape that PRICE_SOURCE names, playing from this second on; `undefined`: it names none. */
export const playbackOf = async ({
  PRICE_SOURCE: source,
  TAPE_SPEED: speed,
}: TapeSettings): Promise<Playback | undefined> => {
  if (!source.startsWith(PREFIX)) return undefined
  const tape = parseTape(await readFile(source.slice(PREFIX.length), 'utf8'))
  return playTape(tape, Math.floor(Date.now() / 1_000) * 1_000, speed)
}
