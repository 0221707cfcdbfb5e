import { write, writeSync } from 'node:fs'

/**
 * Lines wait until there are so many characters of them, and never longer than so many milliseconds. A write
 * beside the work costs the same however long it is, and a pipe holds as much.
 */
const GATHERED = 65_536
const LONGEST_WAIT_MS = 100
/** What waits for a file that takes nothing, such as one on a full disk. Further lines are counted and lost. */
const MOST_WAITING = 1_048_576

const NOTHING = Buffer.alloc(0)

type Gathering = {
  /** Whether lines are gathered and written together, beside the work. */
  readonly together: boolean
}

/**
 * Writes the lines of a log. One that cannot be written ends nothing: it waits, up to a limit, and goes out
 * in its place once writing succeeds again. Most loggers end the process instead, or wait for ever at its end.
 */
export class LogOutput {
  readonly #file: number
  readonly #together: boolean
  #gathered = ''
  #chunk = NOTHING
  #isWriting = false
  #lostLines = 0

  constructor(file: number, { together }: Gathering) {
    this.#file = file
    this.#together = together
    if (together) setInterval(() => this.#writeBeside(), LONGEST_WAIT_MS).unref()
  }

  get lostLines(): number {
    return this.#lostLines
  }

  write(line: string): void {
    if (this.#gathered.length + this.#chunk.length > MOST_WAITING) this.#lostLines += 1
    else this.#gathered += line
    if (!this.#together) this.#writeAtOnce()
    else if (this.#gathered.length >= GATHERED) this.#writeBeside()
  }

  /** Writes what can be written as the process ends; what another thread writes at that moment is left to it. */
  finish(): void {
    if (this.#isWriting) this.#chunk = NOTHING
    this.#writeAtOnce()
  }

  #writeAtOnce(): void {
    while (this.#nextChunk().length > 0)
      try {
        this.#chunk = this.#chunk.subarray(writeSync(this.#file, this.#chunk))
      } catch {
        return
      }
  }

  #writeBeside(): void {
    if (this.#isWriting || this.#nextChunk().length === 0) return
    this.#isWriting = true
    write(this.#file, this.#chunk, (error, written) => {
      this.#isWriting = false
      if (error !== null) return
      this.#chunk = this.#chunk.subarray(written)
      if (this.#chunk.length > 0 || this.#gathered.length >= GATHERED) this.#writeBeside()
    })
  }

  #nextChunk(): Buffer {
    if (this.#chunk.length > 0) return this.#chunk
    this.#chunk = this.#gathered === '' ? NOTHING : Buffer.from(this.#gathered)
    this.#gathered = ''
    return this.#chunk
  }
}

const STANDARD_OUTPUT = 1
let gathering: LogOutput | undefined
let plain: LogOutput | undefined

/** The standard output, which everything in one process shares; at the end of the process nothing waits. */
export const standardOutput = ({ together }: Gathering): LogOutput => {
  if (!together) return (plain ??= new LogOutput(STANDARD_OUTPUT, { together }))
  if (gathering === undefined) {
    const output = new LogOutput(STANDARD_OUTPUT, { together })
    process.on('exit', () => output.finish())
    gathering = output
  }
  return gathering
}
