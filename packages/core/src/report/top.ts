import { type Amount, add, nothing } from '../model/amount.js'
import type { KeyType } from '../model/trace-group.js'
import type { Traceback } from '../model/traceback.js'
import { relativeTo } from '../resolve/paths.js'
import { formatSize } from '../units.js'
import { amountsText, countText } from './amount-text.js'
import { noPaint, type Paint } from './paint.js'
import { untracedLines } from './untraced-text.js'

/** What is alive, and by how much it grew since an older moment, if there is one. */
export interface LiveAmount {
  readonly live: Amount
  readonly growth?: Amount | undefined
}

export interface TopRow extends LiveAmount {
  readonly traceback: Traceback
}

/** What lines of a program have allocated, at a moment. */
export interface TopBlock {
  /** The moment: its time, or its file. */
  readonly name: string
  /** The older moment that it is compared to. */
  readonly since?: string | undefined
  /** Whether garbage is known to count as alive. Default: false. */
  readonly garbage?: boolean | undefined
  readonly groupBy: KeyType
  /** Sorted. */
  readonly rows: readonly TopRow[]
  /** What belongs to none of them, by its name. */
  readonly others: Readonly<Record<string, LiveAmount>>
  readonly total: LiveAmount
  /** Bytes outside of V8's heap that are on no line, and their growth; not known of snapshots that were made by hand. */
  readonly untraced?: { readonly size: number | undefined; readonly growth?: number | undefined } | undefined
  /** Resident bytes of the process, their growth, and those of the tracer among them; not known of a file. */
  readonly process?: { readonly rss: number; readonly growth?: number | undefined; readonly tracemalloc: number }
  readonly estimated: boolean
}

export interface TopTextOptions {
  /** Rows listed; 0: all. */
  readonly top: number
  /** Files below this absolute folder are named relative to it. */
  readonly root: string
  /** Default: no colours. */
  readonly paint?: Paint
}

/**
 * The block that CPython's tracemalloc printed for its test suite, without a newline at the end: the first rows, what the
 * others add up to, and the totals.
 */
export function formatTop(block: TopBlock, { top, root, paint = noPaint }: TopTextOptions): string {
  const { name, groupBy, rows, others, total, estimated } = block
  const listed = top === 0 ? rows : rows.slice(0, top)
  const more = rows.slice(listed.length)
  const amounts = ({ live, growth }: LiveAmount): string => amountsText(live, growth, estimated)
  return [
    `${paint.bold(name)}: ${title(listed.length, block)}`,
    ...listed.flatMap((row, index) => [
      `#${index + 1}: ${placeOf(row.traceback, root)}: ${amounts(row)}`,
      ...(groupBy === 'traceback' ? row.traceback.format().map(line => paint.dim(`  ${line}`)) : []),
    ]),
    ...(more.length === 0 ? [] : [`${more.length} more: ${amounts(sum(more))}`]),
    ...Object.entries(others).map(([whose, amount]) => `${whose}: ${amounts(amount)}`),
    `Total traced memory: ${amounts(total)}`,
    ...untracedLines(block.untraced?.size, block.untraced?.growth),
    ...processLine(block),
  ].join('\n')
}

const groupNames = { lineno: 'file and line', filename: 'file', traceback: 'traceback' } as const

function title(listed: number, { groupBy, garbage, since }: TopBlock): string {
  const included = garbage ? ', garbage included' : ''
  const compared = since === undefined ? '' : ` (compared to ${since})`
  return `Top ${countText(listed, 'allocation')} per ${groupNames[groupBy]}${included}${compared}`
}

function sum(rows: readonly TopRow[]): LiveAmount {
  const live = rows.reduce((sum, row) => add(sum, row.live), nothing)
  const growth = rows.reduce((sum, row) => add(sum, row.growth ?? nothing), nothing)
  return { live, growth: rows[0]?.growth && growth }
}

/** The line that allocates; without a line for whole files. */
function placeOf(traceback: Traceback, root: string): string {
  const { filename = '<unknown>', lineno = 0 } = traceback.at(-1) ?? {}
  const file = relativeTo(root, filename)
  return lineno === 0 ? file : `${file}:${lineno}`
}

function processLine({ process }: TopBlock): string[] {
  if (!process) return []
  const { rss, growth, tracemalloc } = process
  const grown = growth === undefined ? '' : ` (${formatSize(growth, true)})`
  return [`Total process memory: size=${formatSize(rss)}${grown} (ignore tracemalloc: ${formatSize(tracemalloc)})`]
}
