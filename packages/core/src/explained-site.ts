import { TracemallocError } from './errors.js'
import type { FrameData } from './model/frame.js'
import { inspect } from './model/inspect.js'
import { holderLines, type SiteExplanation, typesText } from './model/site-explanation.js'

/** What can be explained: a place by file and line, or what a snapshot's `statistics` and `compareTo` give. */
export type ExplainableSite = FrameData | Iterable<FrameData> | { readonly traceback: Iterable<FrameData> }

/**
 * The frames of a site, oldest first.
 * @throws {TracemallocError} `BAD_SITE`
 */
export function framesOf(site: ExplainableSite): readonly FrameData[] {
  const frames = listOf(site)
  if (frames.length > 0 && frames.every(isFrame)) return frames
  const message = 'This is no site: give { filename, lineno }, a frame, a traceback, or a statistic of a snapshot.'
  throw new TracemallocError('BAD_SITE', message)
}

function listOf(site: ExplainableSite): readonly FrameData[] {
  if (typeof site !== 'object' || site === null) return []
  if ('traceback' in site) return listOf(site.traceback)
  return Symbol.iterator in site ? [...site] : [site]
}

const isFrame = (frame: Partial<FrameData> | undefined): boolean =>
  typeof frame?.filename === 'string' && Number.isSafeInteger(frame.lineno)

/** An explanation that prints as text. */
export class Explanation implements SiteExplanation {
  readonly types: SiteExplanation['types']
  readonly holders: SiteExplanation['holders']
  /** Why holders are missing, or some of them; `undefined` when all is known. */
  readonly note?: string

  constructor({ types, holders, note }: SiteExplanation) {
    this.types = types
    this.holders = holders
    if (note !== undefined) this.note = note
  }

  /** As a `MemoryBudgetError` says it: a line with the types, and one per holder. */
  toString(): string {
    return [typesText(this), ...holderLines(this).map(line => `  ${line}`)].join('\n')
  }

  [inspect](): string {
    return this.toString()
  }
}
