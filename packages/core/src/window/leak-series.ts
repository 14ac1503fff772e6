import type { LeakRuns } from '../budget/leak-options.js'
import { type Amount, nothing, subtract } from '../model/amount.js'
import type { LeakResult } from '../model/leak-result.js'
import type { Measure } from './measure.js'
import type { Placed } from './placed.js'

/** What is alive on each place, by its key. */
type Live = ReadonlyMap<string, Placed>

/** Where a test that leaks does so: by how much its places have grown in all runs together. */
export interface Leak extends Omit<LeakResult, 'sites'> {
  readonly placed: readonly Placed[]
}

/**
 * What is alive after each run of a test. CPython's rule of `-R 3:3`: it leaks when every run after the warm-ups has left
 * more than there was before; a cache that fills now and then has not.
 */
export class LeakSeries {
  #passed = 0
  #spoilt = false
  /** After the run before the last ones that count, and after each of these. */
  #live: readonly Measure[] = []

  constructor(private readonly wanted: LeakRuns) {}

  /** A run of it has failed: then nothing can be said. */
  spoil(): void {
    this.#spoilt = true
  }

  /**
   * After a run that has passed.
   * @param read measures what is alive now, after collecting garbage; called only when this run counts
   * @returns the verdict when there have been enough; of a test that is run even more often, on its last runs
   */
  async add(read: () => Promise<Measure>): Promise<Leak | undefined> {
    const { warmups, runs } = this.wanted
    this.#passed++
    if (this.#spoilt || this.#passed < warmups) return undefined
    this.#live = [...this.#live.slice(-runs), await read()]
    return this.#live.length > runs ? this.#verdict() : undefined
  }

  #verdict(): Leak {
    const growth = differences(this.#live.map(({ retained }) => retained))
    const leaks = grewAlways(growth)
    const warmups = this.#passed - this.wanted.runs
    return { warmups, growth, leaks, placed: leaks ? this.#grown() : [] }
  }

  /** The places that have grown in every run; if there is none, because it is another one each time, all that have grown. */
  #grown(): Placed[] {
    const live = this.#live.map(({ placed }): Live => new Map(placed.map(it => [it.place.key, it])))
    const grown = [...(live.at(-1) ?? [])].map(([key, { place }]) => {
      const series = live.map(at => at.get(key)?.retained ?? nothing)
      const growth = subtract(series.at(-1) ?? nothing, series[0] ?? nothing)
      const always = grewAlways(differences(series))
      return { place, always, retained: growth, allocated: growth, live: growth, growth }
    })
    const always = grown.filter(it => it.always)
    return always.length > 0 ? always : grown.filter(it => it.growth.bytes > 0)
  }
}

/** In objects or in bytes: a table that happens to be trimmed outweighs some objects, and a longer one is as many. */
const grewAlways = (growth: readonly Amount[]): boolean =>
  growth.every(({ count }) => count > 0) || growth.every(({ bytes }) => bytes > 0)

/** Of each with the one before. */
const differences = (amounts: readonly Amount[]): Amount[] =>
  amounts.slice(1).map((amount, index) => subtract(amount, amounts[index] ?? nothing))
