import type { Engine, WindowRecord } from '../engine/engine.js'
import type { GraphLimits } from '../engine/explanations.js'
import { explainSites } from '../explain/explain-sites.js'
import { Sources } from '../explain/sources.js'
import type { Site, Violation } from '../model/result.js'
import { type SiteName, siteKey } from '../model/site.js'
import { joinExplanations, type SiteExplanation } from '../model/site-explanation.js'
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

/** Sites of a window that are asked about. */
interface Asked {
  readonly window: Window
  readonly sites: readonly Site[]
}

/** Of a site, by its key. */
type BySite = ReadonlyMap<string, SiteExplanation>

const later = 'who holds them is looked up at the end of the file'
const letGo = 'who held them has let go by the end of the file'

/**
 * Says of what is over its budget what the objects are, and who holds them. A heap snapshot is dear. So there is one at the
 * end of the file's first test over budget, while its objects are still held; and when later ones are over theirs, or the
 * file is, one more at its end for all of these. That one line has allocated the objects does not mean that one holder has
 * them.
 */
export class ViolationExplainer {
  /** Tests that wait for the end of the file. */
  readonly #waiting = new Set<RecordedWindow>()
  #looked = false

  constructor(
    private readonly engine: Engine,
    private readonly places: Places,
    private readonly limits: GraphLimits,
  ) {}

  /** Call it while the objects are still held: at the end of the window, after its last collection. */
  explainTest(test: RecordedWindow): void {
    const sites = askedSites(test.violations)
    if (sites.length === 0) return
    this.#quietly(() => {
      const asked = { window: windowOf(test), sites }
      if (this.#looked) this.#waiting.add(test)
      const [found = none] = this.#ask([asked], this.#looked ? undefined : this.limits)
      const known = this.#looked ? withHolders(found, () => ({ holders: [], note: later })) : found
      test.violations = test.violations.map(violation => explainedBy(violation, known))
      this.#looked = true
    })
  }

  /** What is over its limit and tells so at once, whenever that is. */
  explainCall(violations: readonly Violation[], window: Window): readonly Violation[] {
    const sites = askedSites(violations)
    if (sites.length === 0) return violations
    const explain = () => {
      const [found = none] = this.#ask([{ window, sites }], this.limits)
      return violations.map(violation => explainedBy(violation, found))
    }
    return this.#quietly(explain) ?? violations
  }

  /** Of the file, and of the tests that wait for its end. Call it after the last collection. */
  explainFile(violations: readonly Violation[], window: Window): readonly Violation[] {
    return this.#quietly(() => this.#explainFile(violations, window)) ?? violations
  }

  #explainFile(violations: readonly Violation[], window: Window): readonly Violation[] {
    const tests = [...this.#waiting]
    this.#waiting.clear()
    const asked = tests.map(test => ({ window: windowOf(test), sites: askedSites(test.violations) }))
    const sites = askedSites(violations)
    if (tests.length === 0 && sites.length === 0) return violations
    // What is of a test is not asked about twice.
    const found = this.#ask([...asked, { window, sites }], this.limits)
    tests.forEach((test, index) => {
      const known = withHolders(typesOf(test.violations), key => withReason(found[index]?.get(key)))
      test.violations = test.violations.map(violation => explainedBy(violation, known))
    })
    const whole = new Map(sites.map(site => [keyOf(site), mergeExplanations(found, keyOf(site))]))
    return violations.map(violation => explainedBy(violation, whole))
  }

  #quietly<T>(work: () => T): T | undefined {
    return this.engine.explanations && quietly(this.engine, work)
  }

  /** An answer for each; where windows overlap, what is in several is in that of the first. */
  #ask(asked: readonly Asked[], limits?: GraphLimits): BySite[] {
    const { engine, places } = this
    if (!engine.explanations) return []
    const parts = asked.map(({ window, sites }) => ({ window, records: recordsBySite(sites) }))
    const from = Math.min(...parts.map(({ window }) => window.from))
    const to = Math.max(...parts.map(({ window }) => window.to))
    for (const record of engine.read(from, to)) {
      const place = record.retained.count > 0 ? places.of(record) : undefined
      if (place?.kind !== 'site') continue
      const key = keyOf(places.name(place))
      const part = parts.find(({ window, records }) => isIn(window, record) && records.has(key))
      part?.records.get(key)?.push(record)
    }
    const sites = parts.flatMap(({ records }) => [...records.values()])
    const made = explainSites(engine.explanations, { sites }, new Sources(places.locate, places.ownRoots), limits)
    return parts.map(({ records }) => new Map(Array.from(records.keys(), key => [key, made.shift() ?? nothing])))
  }
}

const nothing: SiteExplanation = { types: [], holders: [] }
const none: BySite = new Map()

const recordsBySite = (sites: readonly Site[]) => new Map(sites.map(site => [keyOf(site), [] as WindowRecord[]]))

const windowOf = ({ from, to = from }: RecordedWindow): Window => ({ from, to })

const isIn = ({ from, to }: Window, { mark }: WindowRecord): boolean => mark >= from && mark < to

/** Of what was allocated and is gone there is nothing to explain. */
const askedSites = (violations: readonly Violation[]): Site[] =>
  violations
    .filter(({ metric }) => metric === 'retained')
    .flatMap(({ sites, actualBytes }) =>
      sites.slice(0, explained).filter(site => site === sites[0] || site.retained.bytes * small >= actualBytes),
    )

/** With what is known of its sites. */
function explainedBy(violation: Violation, found: BySite): Violation {
  if (violation.metric !== 'retained') return violation
  const explain = (site: Site): Site => {
    const explanation = found.get(keyOf(site))
    return explanation && explanation.types.length > 0 ? { ...site, explanation } : site
  }
  return { ...violation, sites: violation.sites.map(explain) }
}

type Held = Omit<SiteExplanation, 'types'>

const withHolders = (found: BySite, held: (key: string) => Held): BySite =>
  new Map(Array.from(found, ([key, { types }]) => [key, { types, ...held(key) }]))

/** What the objects were when their test ended. */
const typesOf = (violations: readonly Violation[]): BySite =>
  new Map(
    violations.flatMap(({ sites }) =>
      sites.flatMap(site => (site.explanation ? [[keyOf(site), site.explanation] as const] : [])),
    ),
  )

function withReason(found: SiteExplanation = nothing): Held {
  const { types, ...held } = found
  return types.length > 0 ? held : { holders: [], note: letGo }
}

/** One site in several windows. */
const mergeExplanations = (found: readonly BySite[], key: string): SiteExplanation =>
  joinExplanations(found.flatMap(it => it.get(key) ?? []))

/** Memory of a buffer is held by who holds the buffer, an object of the same line. */
const keyOf = (site: SiteName): string => siteKey({ ...site, domain: 'heap' })
