import { type Amount, nothing } from '../model/amount.js'
import type { Frame } from '../model/frame.js'
import { isEstimated } from '../model/is-estimated.js'
import { domains, type Used } from '../model/result.js'
import type { Snapshot } from '../model/snapshot.js'
import type { TraceTable } from '../model/trace-table.js'
import type { Traceback } from '../model/traceback.js'
import { siteFrame } from '../resolve/blame.js'
import { cleanPath, relativeTo } from '../resolve/paths.js'
import { ownSources } from '../resolve/program-frame.js'
import { FileRows } from './file-rows.js'
import { PlaceTable } from './place-columns.js'
import type { Capture } from './report-data.js'
import { type SourcelessCapture, tracingOf } from './result-capture.js'
import { SiteRows } from './site-rows.js'
import { StringTable } from './string-table.js'
import { TestRows } from './test-rows.js'

/**
 * A snapshot as columns: what is alive counts as retained.
 * @param name what the page calls it
 * @param root absolute folder that paths are relative to
 */
export function captureOfSnapshot({ data, origin }: Snapshot, name: string, root: string): SourcelessCapture {
  const strings = new StringTable()
  const places = new PlaceTable(strings)
  const placeOf = placesOf(data.table, places, root)
  const [fileSites, testSites] = [new SiteRows(), new SiteRows()]
  const tests = new TestRows(strings)
  const whole = sumUp(data.table, placeOf, () => '').get('') ?? new Map()
  addAll(fileSites, whole)
  for (const [test, sites] of sumUp(data.table, placeOf, row => testOf(data.table, row))) {
    if (test === '') continue
    addAll(testSites, sites)
    tests.add({ ...total(sites.values()), name: test, state: 'passed', concurrent: false }, -1)
  }
  const { retained, allocated } = total(whole.values())
  return {
    name,
    kind: 'snapshot',
    facts: factsOf(origin),
    notices: origin?.engine.notice === undefined ? [] : [origin.engine.notice],
    estimated: origin !== undefined && isEstimated(origin.engine),
    totals: {
      retained: retained.bytes,
      retainedCount: retained.count,
      allocated: allocated.bytes,
      allocatedCount: allocated.count,
    },
    strings: strings.strings,
    places: places.places,
    stacks: places.stacks,
    files: new FileRows(strings).columns,
    tests: tests.columns,
    fileSites: fileSites.columns,
    testSites: testSites.columns,
    findings: [],
    timelines: [],
    limits: {},
  }
}

const factsOf = (origin: Snapshot['origin']): Capture['facts'] =>
  origin === undefined
    ? []
    : [
        ['Node', origin.node],
        ['Traced', tracingOf(origin.engine)],
        ['Taken', origin.takenAt],
      ]

/** The index of a row's place: found once per traceback and domain, of which there are far fewer than rows. */
function placesOf({ columns, tracebacks }: TraceTable, places: PlaceTable, root: string): (row: number) => number {
  const known = new Int32Array(tracebacks.length * domains.length).fill(-1)
  return row => {
    const domain = columns.domain[row] ?? 0
    const slot = (columns.traceback[row] ?? 0) * domains.length + domain
    const found = known[slot] ?? -1
    if (found !== -1) return found
    const traceback = tracebacks[columns.traceback[row] ?? 0] as Traceback
    const index = places.index({ ...nameOf(traceback, root), domain: domains[domain] ?? 'heap' })
    known[slot] = index
    return index
  }
}

function nameOf(traceback: Traceback, root: string) {
  const { frame, blame } = siteFrame(
    traceback.frames.map(frame => ({ ...frame, quality: 'exact' as const })),
    ownSources,
  )
  return {
    file: fileOf(frame.filename, root),
    line: frame.lineno,
    column: frame.column,
    function: frame.functionName,
    blame,
    stack: traceback.frames.map(it => frameText(it, root)),
  }
}

const fileOf = (filename: string, root: string): string => relativeTo(root, cleanPath(filename))

const frameText = ({ filename, lineno, functionName }: Frame, root: string): string =>
  `${functionName === '' ? '(anonymous)' : functionName} ${fileOf(filename, root)}:${lineno}`

type Sums = Map<number, Used>

/** By the key of the row, then by place. */
function sumUp(table: TraceTable, placeOf: (row: number) => number, keyOf: (row: number) => string): Map<string, Sums> {
  const { size, count, allocatedSize, allocatedCount } = table.columns
  const groups = new Map<string, Sums>()
  for (let row = 0; row < table.length; row++) {
    const key = keyOf(row)
    const sums = groups.get(key) ?? new Map<number, Used>()
    groups.set(key, sums)
    const place = placeOf(row)
    const { retained, allocated } = sums.get(place) ?? unused
    sums.set(place, {
      retained: plus(retained, size[row], count[row]),
      allocated: plus(allocated, allocatedSize[row], allocatedCount[row]),
    })
  }
  return groups
}

const unused: Used = { retained: nothing, allocated: nothing }

const plus = ({ bytes, count }: Amount, moreBytes = 0, moreCount = 0): Amount => ({
  bytes: bytes + moreBytes,
  count: count + moreCount,
})

const testOf = ({ columns, tests }: TraceTable, row: number): string => tests[columns.test[row] ?? 0] ?? ''

function total(sites: Iterable<Used>): Used {
  let { retained, allocated } = unused
  for (const site of sites) {
    retained = plus(retained, site.retained.bytes, site.retained.count)
    allocated = plus(allocated, site.allocated.bytes, site.allocated.count)
  }
  return { retained, allocated }
}

function addAll(rows: SiteRows, sites: Sums): void {
  for (const [place, used] of sites) rows.add(place, used)
  rows.endOwner()
}
