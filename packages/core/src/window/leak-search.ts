import type { LeakRuns } from '../budget/leak-options.js'
import { collect } from './collect.js'
import { LeakSeries } from './leak-series.js'
import { type Measure, measure } from './measure.js'
import { Places } from './place.js'
import { topPlaced } from './placed.js'
import { quietly } from './quietly.js'
import { unsweptRecords } from './swept-segments.js'
import type { RecordedWindow } from './test-window.js'
import type { Court } from './verdict.js'

/** Looks at tests that are run several times, whether they leak. */
export class LeakSearch {
  readonly #series = new Map<string, LeakSeries>()
  /** With no segment of a test: what the runner allocates for a line of the user's is its own affair. */
  readonly #places: Places

  /** @param from mark of the file */
  constructor(
    private readonly court: Court,
    private readonly from: number,
  ) {
    const { locate, options, ownRoots } = court.places
    this.#places = new Places(locate, options, ownRoots, new Set())
  }

  /** A run of this test has failed. @param id of the test */
  spoil(id: string): void {
    this.#series.get(id)?.spoil()
  }

  /** After a run that has passed; leaves the verdict in the window of the last run. */
  async look(window: RecordedWindow, runs: LeakRuns): Promise<void> {
    const { engine, top } = this.court
    // V8's own sampler does not know what lives on.
    if (engine.info().mode === 'function') return
    // Of a test that asks for it when it runs, only a part is: that is no run to compare with.
    if (!window.exact && engine.info().mode !== 'exact') return
    const series = this.#series.get(window.id) ?? new LeakSeries(runs)
    this.#series.set(window.id, series)
    const leak = await series.add(() => this.#live())
    if (!leak) return
    const { placed, ...found } = leak
    const sites = quietly(engine, () => topPlaced(placed, top, this.#places).sites)
    // All that was allocated in these runs was traced.
    window.leak = { ...found, sites: sites.map(site => ({ ...site, estimated: false })) }
  }

  /** What is alive of all that was allocated since the file began. */
  async #live(): Promise<Measure> {
    const { engine } = this.court
    await collect(this.court, 'full')
    await collect(this.court, 'lowMemory')
    return quietly(engine, () => {
      const records = unsweptRecords(engine, this.from, undefined, this.#places.siting)
      return measure(records, this.#places)
    })
  }
}
