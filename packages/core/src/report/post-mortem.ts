import type { Amount } from '../model/amount.js'
import { formatSize } from '../units.js'
import { amountsText } from './amount-text.js'

/** What ran when a worker's heap was full, and what had its memory. */
export interface LostTest {
  readonly file: string
  /** Empty outside of tests. */
  readonly test: string
  /** Bytes that the heap could have. */
  readonly limit: number
  /** Sorted. */
  readonly sites: readonly LostSite[]
}

export interface LostSite {
  readonly file: string
  readonly line: number
  readonly function: string
  readonly live: Amount
  /** Else the line is that of the function. */
  readonly exact: boolean
}

const listed = 10

/** A line that says what happened, and one for each of the first sites; no newline at the end. */
export function formatPostMortem({ file, test, limit, sites }: LostTest, estimated: boolean): string {
  const where = test === '' ? file : `${file} > ${test}`
  const lines = sites.slice(0, listed).map(({ file, line, function: name, live, exact }, index) => {
    const place = line === 0 ? file : `${file}:${line}`
    return `#${index + 1}: ${place}: ${amountsText(live, undefined, estimated)}${exact ? '' : ` (function ${name})`}`
  })
  const then = lines.length === 0 ? '' : '; what had most of it then:'
  return [`${where}: out of memory (the heap had ${formatSize(limit)})${then}`, ...lines].join('\n')
}
