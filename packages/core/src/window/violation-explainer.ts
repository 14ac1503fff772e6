import type { Engine, WindowRecord } from '../engine/engine.js'
import type { GraphLimits } from '../engine/explanations.js'
import { explainSites } from '../explain/explain-sites.js'
import { Sources } from '../explain/sources.js'
import type { Site, Violation } from '../model/result.js'
import { type SiteName, siteKey } from '../model/site.js'
import type { SiteExplanation } from '../model/site-explanation.js'
import type { Places } from './place.js'
import { quietly } from './quietly.js'
import type { RecordedWindow } from './test-window.js'

/** Sites of a violation that are explained: as many as its message lists. */
const explained = 5

/** Those that are a smaller part of what is retained are not worth a holder. */
const small = 20

/** Segments: from <= mark < to. */
interface Window {
  readonly from: number
  readonly to: number
}

/** Of a site, by its key. */
type BySite = ReadonlyMap<string, SiteExplanation>

const later = 'who holds them is looked up at the end of the file'
const letGo = 'who held them has let go by the end of the file'

/**
 * Says of what is over its budget what the objects are, and who holds them. A heap snapshot is dear. So there is one at the
 * end of the file's first test over budget, while its objects are still held, and when later ones have kept what other lines
 * have allocated, or the file has, one more at its end for all of these.
 */
export class ViolationExplainer {
  readonly #known = new Map<string, SiteExplanation>()
  /** Tests whose lines are to be looked up at the end of the file. */
  readonly #waiting = new Set<RecordedWindow>()
  #looked = false

  constructor(
    private readonly engine: Engine,
    private readonly places: Places,
    private readonly limits: GraphLimits,
  ) {}

  /** Call it while the objects are still held: at the end of the window, after its last collection. */
  explainTest(window: RecordedWindow): void {
    const { from, to = from } = window
    this.#quietly(() => {
      window.violations = window.violations.map(violation => this.#explainTest(violation, window, { from, to }))
    })
  }

  #explainTest(violation: Violation, test: RecordedWindow, window: Window): Violation {
    const asked = askedSites([violation])
    if (asked.length === 0) return violation
    if (!this.#looked) {
      this.#looked = true
      const found = this.#ask(asked, window, this.limits)
      for (const [key, explanation] of found) this.#known.set(key, explanation)
      return explainedBy(violation, found)
    }
    const types = this.#ask(asked, window)
    if (asked.some(site => !this.#known.has(keyOf(site)))) this.#waiting.add(test)
    return explainedBy(violation, types, key => this.#knownOf(key) ?? { holders: [], note: later })
  }

  /** What is over its limit and tells so at once, whenever that is. */
  explainCall(violations: readonly Violation[], window: Window): readonly Violation[] {
    const explain = () => {
      const asked = askedSites(violations)
      const found = asked.length === 0 ? new Map() : this.#ask(asked, window, this.limits)
      return violations.map(violation => explainedBy(violation, found))
    }
    return this.#quietly(explain) ?? violations
  }

  /** Of the file, and of the tests that wait for its end. Call it after the last collection. */
  explainFile(violations: readonly Violation[], window: Window): readonly Violation[] {
    return this.#quietly(() => this.#explainFile(violations, window)) ?? violations
  }

  #explainFile(violations: readonly Violation[], window: Window): readonly Violation[] {
    const tests = [...this.#waiting].flatMap(test => test.violations)
    const isNew = (site: Site) => !this.#known.has(keyOf(site))
    const asked = new Map(askedSites([...violations, ...tests]).map(site => [keyOf(site), site]))
    const sites = [...asked.values()]
    if (sites.length === 0) return violations
    const found = this.#ask(sites, window, sites.some(isNew) ? this.limits : undefined)
    const holders = (key: string) => this.#knownOf(key) ?? withReason(found.get(key))
    for (const test of this.#waiting) {
      const ofTest = (key: string) => withoutCounts(holders(key))
      test.violations = test.violations.map(violation => explainedBy(violation, typesOf(violation), ofTest))
    }
    this.#waiting.clear()
    return violations.map(violation => explainedBy(violation, found, holders))
  }

  /** Found for another test. */
  #knownOf(key: string): Omit<SiteExplanation, 'types'> | undefined {
    const known = this.#known.get(key)
    return known && withoutCounts(known)
  }

  #quietly<T>(work: () => T): T | undefined {
    return this.engine.explanations && quietly(this.engine, work)
  }

  #ask(sites: readonly Site[], { from, to }: Window, limits?: GraphLimits): BySite {
    const { engine, places } = this
    if (!engine.explanations) return new Map()
    const records = new Map(sites.map(site => [keyOf(site), [] as WindowRecord[]]))
    for (const record of engine.read(from, to)) {
      const place = record.retained.count > 0 ? places.of(record) : undefined
      if (place?.kind === 'site') records.get(keyOf(places.name(place)))?.push(record)
    }
    const asked = { from, to, sites: [...records.values()] }
    const made = explainSites(engine.explanations, asked, new Sources(places.locate, places.ownRoots), limits)
    return new Map(Array.from(records.keys(), (key, index) => [key, made[index] ?? { types: [], holders: [] }]))
  }
}

/** Of what was allocated and is gone there is nothing to explain. */
const askedSites = (violations: readonly Violation[]): Site[] =>
  violations
    .filter(({ metric }) => metric === 'retained')
    .flatMap(({ sites, actualBytes }) =>
      sites.slice(0, explained).filter(site => site === sites[0] || site.retained.bytes * small >= actualBytes),
    )

/** With what is known of its sites: what the objects are, and, when somebody else knows better, who holds them. */
function explainedBy(
  violation: Violation,
  found: BySite,
  holders: (key: string) => Omit<SiteExplanation, 'types'> = key => found.get(key) ?? { holders: [] },
): Violation {
  if (violation.metric !== 'retained') return violation
  const explain = (site: Site): Site => {
    const key = keyOf(site)
    const { types = [] } = found.get(key) ?? {}
    if (types.length === 0) return site
    const { holders: known, note } = holders(key)
    return { ...site, explanation: { types, holders: known, ...(note !== undefined && { note }) } }
  }
  return { ...violation, sites: violation.sites.map(explain) }
}

const typesOf = ({ sites }: Violation): BySite =>
  new Map(sites.flatMap(site => (site.explanation ? [[keyOf(site), site.explanation] as const] : [])))

/** How many objects of another window are held like this says nothing about this one. */
const withoutCounts = ({ holders, note }: Omit<SiteExplanation, 'types'>): Omit<SiteExplanation, 'types'> => ({
  holders: holders.map(holder => ({ ...holder, count: 0 })),
  ...(note !== undefined && { note }),
})

const withReason = (found: SiteExplanation | undefined): Omit<SiteExplanation, 'types'> =>
  found && found.types.length > 0 ? found : { holders: [], note: letGo }

/** Memory of a buffer is held by who holds the buffer, an object of the same line. */
const keyOf = (site: SiteName): string => siteKey({ ...site, domain: 'heap' })
