/** Why an asset cannot be traded now. */
export type Halt = {
  readonly reason: string
  /** Username of who halted it. */
  readonly by: string
  /** RFC 3339, UTC. */
  readonly at: string
}

/** Where halts are kept for all replicas and over restarts. */
export type HaltStore = {
  halt(assetId: string, halt: Halt): Promise<void>
  resume(assetId: string): Promise<void>
}

/** The assets that are halted, as far as this process knows: it learns of others' changes within a second. */
export class Halts {
  #halts: ReadonlyMap<string, Halt> = new Map()
  #changes = 0

  of(assetId: string): Halt | undefined {
    return this.#halts.get(assetId)
  }

  /** How often `set` was called: to be taken before halts are read, and given to `replace` with them. */
  get changes(): number {
    return this.#changes
  }

  /** Takes over what was read, unless `set` was called meanwhile: the reading may be from before. */
  replace(halts: ReadonlyMap<string, Halt>, changes: number): void {
    if (changes === this.#changes) this.#halts = halts
  }

  set(assetId: string, halt: Halt | undefined): void {
    const halts = new Map(this.#halts)
    if (halt === undefined) halts.delete(assetId)
    else halts.set(assetId, halt)
    this.#halts = halts
    this.#changes += 1
  }
}
