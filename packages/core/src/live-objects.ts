import type { Engine, WindowRecord } from './engine/engine.js'
import type { AskedSites, Explanations, GraphLimits } from './engine/explanations.js'
import { TracemallocError } from './errors.js'
import { explainHolders, explainSites } from './explain/explain-sites.js'
import { Sources } from './explain/sources.js'
import type { FrameData } from './model/frame.js'
import type { SiteExplanation } from './model/site-explanation.js'
import { blameOf } from './resolve/blame.js'
import { createLocator } from './resolve/source-map.js'
import { frameLocator } from './window/located-records.js'
import { runnerPlaces } from './window/runner-places.js'

/** One or more frames of tracebacks, oldest first; a line of 0 stands for the whole file. */
export type SiteFrames = readonly FrameData[]

/** The objects of this thread that are traced and alive now, by where they were allocated. */
export class LiveObjects {
  readonly #engine: Engine
  readonly #explanations: Explanations

  /** @throws {TracemallocError} `NO_OBJECTS` when the engine does not know them */
  constructor(engine: Engine) {
    if (!engine.explanations) {
      const message = 'The tracer in `function` mode does not know the objects that it counts: this needs the addon.'
      throw new TracemallocError('NO_OBJECTS', message)
    }
    this.#engine = engine
    this.#explanations = engine.explanations
  }

  /** @throws {TracemallocError} `NOTHING_ALIVE` */
  explain(site: SiteFrames, limits: GraphLimits): SiteExplanation {
    const [explanation] = this.explainAll([site], limits)
    if (!explanation || explanation.types.length === 0) throw nothingAlive(site)
    return explanation
  }

  /** One for each site; without types, where nothing is alive. Takes one heap snapshot for all. */
  explainAll(sites: readonly SiteFrames[], limits: GraphLimits): SiteExplanation[] {
    return explainSites(this.#explanations, this.#ask(sites), this.#sources(), limits)
  }

  /** @throws {TracemallocError} `NOTHING_ALIVE` */
  list(site: SiteFrames, most: number): unknown[] {
    const asked = this.#ask([site])
    if (asked.sites[0]?.length === 0) throw nothingAlive(site)
    return this.#explanations.liveObjects(asked, most)
  }

  /** Who holds one object; `undefined` for what is not on the heap. */
  explainObject(object: unknown, limits: GraphLimits): Omit<SiteExplanation, 'types'> | undefined {
    return explainHolders(this.#explanations, object, this.#sources(), limits)
  }

  #sources(): Sources {
    return new Sources(createLocator({ root: process.cwd(), ...runnerPlaces.get(this.#engine) }))
  }

  #ask(sites: readonly SiteFrames[]): AskedSites {
    const placesOf = frameLocator(this.#engine)
    const found = sites.map(site => ({ site, records: [] as WindowRecord[] }))
    for (const record of this.#engine.read(0)) {
      if (record.retained.count === 0 || record.domain === 'code') continue
      const places = placesOf(record.traceback)
      // Of one allocation there is one answer: sites that overlap get it once.
      found.find(({ site }) => isAt(places, site))?.records.push(record)
    }
    return { sites: found.map(({ records }) => records) }
  }
}

/** The newest frames of a traceback are those of the site. What Node allocates is on the line that called it as well. */
function isAt(traceback: readonly FrameData[], site: SiteFrames): boolean {
  const own = traceback.findLastIndex(({ filename }) => blameOf(filename) !== 'node')
  return endsWith(traceback, site) || endsWith(traceback.slice(0, own + 1), site)
}

function endsWith(traceback: readonly FrameData[], site: SiteFrames): boolean {
  const newest = traceback.slice(-site.length)
  const same = ({ filename, lineno }: FrameData, frame: FrameData | undefined) =>
    filename === frame?.filename && (lineno === frame.lineno || lineno === 0)
  return newest.length === site.length && site.every((frame, index) => same(frame, newest[index]))
}

function nothingAlive(site: SiteFrames): TracemallocError {
  const { filename = '', lineno = 0 } = site.at(-1) ?? {}
  const message = `Nothing that was allocated at ${filename}:${lineno} is alive any more: there is nobody who holds it.`
  return new TracemallocError('NOTHING_ALIVE', message)
}
