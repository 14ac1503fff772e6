import type { ExplainLimits } from '../budget/explain-options.js'
import type { Engine, WindowRecord } from '../engine/engine.js'
import type { GraphLimits } from '../engine/explanations.js'
import { perIsolate } from '../engine/per-isolate.js'
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

const later = 'who holds them is looked up when the last test of the file has ended'
const letGo = 'who held them has let go before the last test of the file ended: run this test alone to see who it was'
const replaced =
  'nobody holds them any more, and later tests have made others on this line: what each test replaces, such as a variable ' +
  'set in beforeEach, counts in each, though it does not grow: let go of it in afterEach, or allow for it in the budget'
const tooLate = 'who holds them is not known: they are newer than the heap snapshot of the file'

/**
 * Says of what is over its budget what the objects are, and who holds them. A heap snapshot is dear, so there is one per
 * file, for everything in it that is over its budget: after the last test, before hooks clean up. That one line has
 * allocated the objects does not mean that one holder has them.
 */
export class ViolationExplainer {
  /** Tests whose objects' holders are to be looked up. */
  readonly #waiting = new Set<RecordedWindow>()
  /** What the heap snapshot has told. */
  #found: readonly BySite[] | undefined

  constructor(
    private readonly engine: Engine,
    private readonly places: Places,
    private readonly limits: ExplainLimits,
  ) {}

  /** Whether `lookUp` has something to do. */
  get isWaiting(): boolean {
    return this.#waiting.size > 0 && this.#found === undefined
  }

  /** Call it at the end of the window: what the objects are is known for sure only then. */
  addTest(test: RecordedWindow): void {
    const sites = askedSites(test.violations)
    if (sites.length === 0) return
    this.#quietly(() => {
      const [found = none] = this.#ask([{ window: windowOf(test), sites }])
      explainBy(
        test,
        withHolders(found, () => ({ holders: [], note: this.#found ? tooLate : later })),
      )
      this.#waiting.add(test)
    })
  }

  /**
   * Looks up who holds what, for the tests that wait for it: call it when there are some. Takes the heap snapshot.
   * @param violations of the file, as it would be if it ended now
   */
  lookUp(violations: readonly Violation[], window: Window): void {
    this.#quietly(() => this.#lookUp({ window, sites: askedSites(violations) }))
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

  /** Of the file, and of the tests that still wait. Call it after the last collection. */
  explainFile(violations: readonly Violation[], window: Window): readonly Violation[] {
    const asked = { window, sites: askedSites(violations) }
    if (asked.sites.length === 0 && !this.isWaiting) return violations
    return this.#quietly(() => this.#explainFile(violations, asked)) ?? violations
  }

  #explainFile(violations: readonly Violation[], asked: Asked): readonly Violation[] {
    const before = this.#found
    const found = before ?? this.#lookUp(asked)
    const whole = new Map(asked.sites.map(site => [keyOf(site), mergeExplanations(found, keyOf(site))]))
    // Hooks may have freed some since.
    const [now = whole] = before ? this.#ask([asked]) : []
    const known = withHolders(now, key => held(whole.get(key), tooLate))
    return violations.map(violation => explainedBy(violation, known))
  }

  #lookUp(file: Asked): readonly BySite[] {
    const tests = [...this.#waiting]
    const asked = tests.map(test => ({ window: windowOf(test), sites: askedSites(test.violations) }))
    // What is of a test is not asked about twice.
    const found = this.#askInTime([...asked, file])
    const lastToMake = new Map(asked.flatMap(({ sites }, index) => sites.map(site => [keyOf(site), index] as const)))
    tests.forEach((test, index) => {
      const whyNot = (key: string) => ((lastToMake.get(key) ?? index) > index ? replaced : letGo)
      explainBy(
        test,
        withHolders(typesOf(test.violations), key => held(found[index]?.get(key), whyNot(key))),
      )
    })
    this.#found = found
    return found
  }

  /** Many files over budget must not make a run many times as long. */
  #askInTime(asked: readonly Asked[]): BySite[] {
    const spent = perIsolate('explaining', () => ({ milliseconds: 0 }))
    const { total } = this.limits
    if (spent.milliseconds >= total)
      return this.#ask(asked).map(it => withHolders(it, () => notInTime(spent.milliseconds, total)))
    // Not a clock: tests may have replaced them.
    const before = process.cpuUsage()
    const found = this.#ask(asked, this.limits)
    const { user, system } = process.cpuUsage(before)
    spent.milliseconds += (user + system) / 1000
    return found
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

function explainBy(test: RecordedWindow, found: BySite): void {
  test.violations = test.violations.map(violation => explainedBy(violation, found))
}

/** With what is known of its sites. */
function explainedBy(violation: Violation, found: BySite): Violation {
  if (violation.metric !== 'retained') return violation
  const explain = (site: Site): Site => {
    const explanation = found.get(keyOf(site))
    return explanation && explanation.types.length > 0 ? { ...site, explanation } : site
  }
  return { ...violation, sites: violation.sites.map(explain) }
}

const notInTime = (spent: number, total: number): Held => {
  const limit = `explain.total is ${total / 1000} s`
  const note = `who holds them was not looked up: that took ${Math.round(spent / 1000)} s in this worker before, and ${limit}`
  return { holders: [], note: `${note}. Run this file alone` }
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

/** @param unless why nothing is known of them */
function held({ types, ...known }: SiteExplanation = nothing, unless: string): Held {
  return types.length > 0 ? known : { holders: [], note: unless }
}

/** One site in several windows. */
const mergeExplanations = (found: readonly BySite[], key: string): SiteExplanation =>
  joinExplanations(found.flatMap(it => it.get(key) ?? []))

/** Memory of a buffer is held by who holds the buffer, an object of the same line. */
const keyOf = (site: SiteName): string => siteKey({ ...site, domain: 'heap' })
