import { filePattern } from './file-pattern.js'
import { unknownFrame } from './frame.js'
import type { Domain } from './result.js'
import type { Trace } from './trace.js'
import type { Traceback } from './traceback.js'

/** What filters look at. */
export type Filtered = Pick<Trace, 'domain' | 'traceback'>

/** Decides about traces: an inclusive one keeps what it matches, an exclusive one drops it. */
export interface TraceFilter {
  readonly inclusive: boolean
  /** Whether the trace stays, as far as this filter is concerned. */
  keeps(trace: Filtered): boolean
}

/**
 * Joins filters: a trace stays when at least one inclusive filter (if there is any) and every exclusive one keep it.
 * @throws {TypeError} when it is not given a list.
 */
export function joinFilters(filters: Iterable<TraceFilter>): (trace: Filtered) => boolean {
  if (typeof filters !== 'object' || filters === null || !(Symbol.iterator in filters)) {
    throw new TypeError(`filters must be a list of filters, not ${typeof filters}`)
  }
  const all = [...filters]
  const inclusive = all.filter(filter => filter.inclusive)
  const exclusive = all.filter(filter => !filter.inclusive)
  return trace =>
    (inclusive.length === 0 || inclusive.some(filter => filter.keeps(trace))) &&
    exclusive.every(filter => filter.keeps(trace))
}

/** Selects traces by file and line. Immutable. */
export class Filter implements TraceFilter {
  readonly #pattern: RegExp

  constructor(
    readonly inclusive: boolean,
    /** As Python's `fnmatch`: `*` (slashes too), `?`, `[seq]`, `[!seq]`. */
    readonly filenamePattern: string,
    /** Default: every line. */
    readonly lineno: number | undefined = undefined,
    /** Whether any frame may match; default: the most recent one only. */
    readonly allFrames: boolean = false,
    /** Default: every domain. */
    readonly domain: Domain | undefined = undefined,
  ) {
    this.#pattern = filePattern(filenamePattern)
    Object.freeze(this)
  }

  keepsFrame(filename: string, lineno: number): boolean {
    return this.#matches(filename, lineno) === this.inclusive
  }

  keepsTraceback(traceback: Traceback): boolean {
    if (this.allFrames) {
      return traceback.frames.some(frame => this.#matches(frame.filename, frame.lineno)) === this.inclusive
    }
    const { filename, lineno } = traceback.at(-1) ?? unknownFrame
    return this.keepsFrame(filename, lineno)
  }

  keeps(trace: Filtered): boolean {
    const keeps = this.keepsTraceback(trace.traceback)
    if (this.domain === undefined) return keeps
    return this.inclusive ? keeps && trace.domain === this.domain : keeps || trace.domain !== this.domain
  }

  #matches(filename: string, lineno: number): boolean {
    return this.#pattern.test(filename) && (this.lineno === undefined || this.lineno === lineno)
  }
}

/** Selects traces by whose memory they are. Immutable. */
export class DomainFilter implements TraceFilter {
  constructor(
    readonly inclusive: boolean,
    readonly domain: Domain,
  ) {
    Object.freeze(this)
  }

  keeps(trace: Filtered): boolean {
    return (trace.domain === this.domain) === this.inclusive
  }
}
