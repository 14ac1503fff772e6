import type { Engine, WindowRecord } from '../engine/engine.js'
import type { GraphLimits } from '../engine/explanations.js'
import { explainSites } from '../explain/explain-sites.js'
import { Sources } from '../explain/sources.js'
import type { Site, Violation } from '../model/result.js'
import { type SiteName, siteKey } from '../model/site.js'
import type { SiteExplanation } from '../model/site-explanation.js'
import type { Places } from './place.js'
import { quietly } from './quietly.js'

/** Sites of a violation that are explained: as many as its message lists. */
const explained = 5

/** Those that are a smaller part of what is retained are not worth a holder. */
const small = 20

/** Segments: from <= mark < to. */
interface Window {
  readonly from: number
  readonly to: number
}

/**
 * Says of what is over its budget what the objects are, and who holds them. A heap snapshot is dear: there is one per file,
 * for its first violation. Those that come later learn what their objects are, and of lines that have been explained
 * already, who held theirs.
 */
export class ViolationExplainer {
  readonly #known = new Map<string, SiteExplanation>()
  #firstTest: string | undefined

  constructor(
    private readonly engine: Engine,
    private readonly places: Places,
    private readonly limits: GraphLimits,
  ) {}

  /** Call it while the objects are still held: at the end of the window, after its last collection. */
  explain(violations: readonly Violation[], window: Window): readonly Violation[] {
    if (!this.engine.explanations) return violations
    return quietly(this.engine, () => violations.map(violation => this.#explain(violation, window)))
  }

  #explain(violation: Violation, window: Window): Violation {
    const { metric, test, sites, actualBytes } = violation
    // Of what was allocated and is gone there is nothing to explain.
    if (metric !== 'retained') return violation
    const asked = sites
      .slice(0, explained)
      .filter(site => site === sites[0] || site.retained.bytes * small >= actualBytes)
    const looked = this.#firstTest === undefined
    const explanations = this.#ask(asked, window, looked ? this.limits : undefined)
    this.#firstTest ??= test
    return {
      ...violation,
      sites: sites.map(site => this.#add(site, explanations[asked.indexOf(site)], looked)),
    }
  }

  get #once(): string {
    const first = this.#firstTest === '' ? 'all of it' : `its test "${this.#firstTest}"`
    return `who holds them is not known: that is looked up once per file, and was for ${first}`
  }

  #add(site: Site, explanation: SiteExplanation | undefined, looked: boolean): Site {
    if (!explanation || explanation.types.length === 0) return site
    const key = keyOf(site)
    const known = this.#known.get(key)
    if (known) return { ...site, explanation: { ...explanation, holders: known.holders } }
    if (looked) this.#known.set(key, explanation)
    return { ...site, explanation: looked ? explanation : { ...explanation, note: this.#once } }
  }

  #ask(sites: readonly Site[], { from, to }: Window, limits: GraphLimits | undefined): SiteExplanation[] {
    const { engine, places } = this
    if (!engine.explanations) return []
    const records = new Map(sites.map(site => [keyOf(site), [] as WindowRecord[]]))
    for (const record of engine.read(from, to)) {
      const place = record.retained.count > 0 ? places.of(record) : undefined
      if (place?.kind === 'site') records.get(keyOf(places.name(place)))?.push(record)
    }
    const asked = { from, to, sites: [...records.values()] }
    const made = explainSites(engine.explanations, asked, new Sources(places.locate, places.ownRoots), limits)
    const byKey = new Map(Array.from(records.keys(), (key, index) => [key, made[index]]))
    return sites.map(site => byKey.get(keyOf(site)) ?? { types: [], holders: [] })
  }
}

/** Memory of a buffer is held by who holds the buffer, an object of the same line. */
const keyOf = (site: SiteName): string => siteKey({ ...site, domain: 'heap' })
