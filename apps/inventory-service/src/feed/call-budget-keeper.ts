import { monthOf, pollPaceMs, spareCalls } from '#src/domain/call-budget'
import type { CountCalls } from '#src/store/call-counts'

/** What is left of the calls of this month, which all replicas use together. */
export class CallBudgetKeeper {
  readonly #monthlyCalls: number
  readonly #countCalls: CountCalls
  #month = ''
  #used = 0
  #uncounted = 0

  constructor(monthlyCalls: number, countCalls: CountCalls) {
    this.#monthlyCalls = monthlyCalls
    this.#countCalls = countCalls
  }

  get used(): number {
    return this.#used
  }

  get left(): number {
    if (this.#month !== monthOf(new Date())) return this.#monthlyCalls
    return Math.max(0, this.#monthlyCalls - this.#used)
  }

  /** Calls that polling at its usual pace will not need in what is left of the month. */
  get spare(): number {
    return spareCalls(this.#monthlyCalls, this.left, new Date())
  }

  /** How long to wait between two polls, in milliseconds. */
  get paceMs(): number {
    return pollPaceMs(this.#monthlyCalls, this.left, new Date())
  }

  /** Counts a call. One that cannot be written down now is written down with the next. */
  readonly count = async (): Promise<void> => {
    this.#uncounted += 1
    this.#used += 1
    await this.look().catch(() => {})
  }

  /** Learns what the others have used. */
  async look(): Promise<void> {
    this.#month = monthOf(new Date())
    const uncounted = this.#uncounted
    this.#uncounted = 0
    try {
      this.#used = await this.#countCalls(this.#month, uncounted)
    } catch (error) {
      this.#uncounted += uncounted
      throw error
    }
  }
}
