import { domains } from './result.js'
import { Trace } from './trace.js'
import type { Traceback } from './traceback.js'

/** One array per property, one element per row. */
export interface TraceColumns {
  /** Indices of `tracebacks`. */
  readonly traceback: Uint32Array
  /** Indices of `domains`. */
  readonly domain: Uint8Array
  readonly size: Float64Array
  /** 0: nothing of the row is alive; it only tells what was allocated. */
  readonly count: Float64Array
  readonly allocatedSize: Float64Array
  readonly allocatedCount: Float64Array
  readonly window: Uint32Array
  /** Indices of `tests`. */
  readonly test: Uint32Array
}

/** Traces as columns: a million of them take 45 MB, and are summed up without an object for each. Immutable. */
export class TraceTable {
  constructor(
    readonly columns: TraceColumns,
    readonly tracebacks: readonly Traceback[],
    readonly tests: readonly string[],
  ) {
    Object.freeze(this)
  }

  get length(): number {
    return this.columns.size.length
  }

  /** The number of rows of which something is alive. */
  get liveRows(): number {
    return this.columns.count.reduce((rows, count) => (count === 0 ? rows : rows + 1), 0)
  }

  trace(row: number): Trace {
    const { domain, size, count, traceback, allocatedSize, allocatedCount, window, test } = this.columns
    const whence = {
      allocatedSize: at(allocatedSize, row),
      allocatedCount: at(allocatedCount, row),
      window: at(window, row),
      test: this.tests[at(test, row)] ?? '',
    }
    const place = this.tracebacks[at(traceback, row)] as Traceback
    return new Trace(domains[at(domain, row)] ?? 'heap', at(size, row), at(count, row), place, whence)
  }

  /** The traces of something that is alive, in the order of the rows. */
  liveTraces(): Trace[] {
    const traces: Trace[] = []
    for (let row = 0; row < this.length; row++) if (this.columns.count[row] !== 0) traces.push(this.trace(row))
    return traces
  }

  /** The rows that `keeps` says yes to; it is asked once per traceback and domain. */
  filter(keeps: (traceback: Traceback, domain: (typeof domains)[number]) => boolean): TraceTable {
    const { traceback, domain } = this.columns
    const kept = this.tracebacks.map(place => domains.map(name => keeps(place, name)))
    const rows = new Uint32Array(this.length)
    let length = 0
    for (let row = 0; row < this.length; row++) {
      if (kept[at(traceback, row)]?.[at(domain, row)]) rows[length++] = row
    }
    return new TraceTable(selectRows(this.columns, rows.subarray(0, length)), this.tracebacks, this.tests)
  }

  /** The rows of all tables, one table after the other. */
  static concat(tables: readonly TraceTable[]): TraceTable {
    const columns = emptyColumns(tables.reduce((sum, { length }) => sum + length, 0))
    const tracebacks: Traceback[] = []
    const tests: string[] = []
    let start = 0
    for (const table of tables) {
      for (const name of columnNames) columns[name].set(table.columns[name], start)
      shift(columns.traceback, start, table.length, tracebacks.length)
      shift(columns.test, start, table.length, tests.length)
      for (const traceback of table.tracebacks) tracebacks.push(traceback)
      for (const test of table.tests) tests.push(test)
      start += table.length
    }
    return new TraceTable(columns, tracebacks, tests)
  }
}

const columnNames = [
  'traceback',
  'domain',
  'size',
  'count',
  'allocatedSize',
  'allocatedCount',
  'window',
  'test',
] as const satisfies readonly (keyof TraceColumns)[]

export const emptyColumns = (length: number): TraceColumns => ({
  traceback: new Uint32Array(length),
  domain: new Uint8Array(length),
  size: new Float64Array(length),
  count: new Float64Array(length),
  allocatedSize: new Float64Array(length),
  allocatedCount: new Float64Array(length),
  window: new Uint32Array(length),
  test: new Uint32Array(length),
})

function selectRows(from: TraceColumns, rows: Uint32Array): TraceColumns {
  const columns = emptyColumns(rows.length)
  for (const name of columnNames) {
    const [source, target] = [from[name], columns[name]]
    for (let row = 0; row < rows.length; row++) target[row] = at(source, at(rows, row))
  }
  return columns
}

function shift(column: Uint32Array, start: number, length: number, by: number): void {
  for (let row = start; row < start + length; row++) column[row] = at(column, row) + by
}

/** A typed array has no holes; the index comes from the same table. */
const at = (column: Uint8Array | Uint32Array | Float64Array, index: number): number => column[index] as number
