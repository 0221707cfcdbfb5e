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

  of(assetId: string): Halt | undefined {
    return this.#halts.get(assetId)
  }

  replace(halts: ReadonlyMap<string, Halt>): void {
    this.#halts = halts
  }

  set(assetId: string, halt: Halt | undefined): void {
    const halts = new Map(this.#halts)
    if (halt === undefined) halts.delete(assetId)
    else halts.set(assetId, halt)
    this.#halts = halts
  }
}
