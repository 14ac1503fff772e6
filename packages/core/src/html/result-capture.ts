import { type Amount, nothing, subtract } from '../model/amount.js'
import { isEstimated } from '../model/is-estimated.js'
import type { AppliedLimits, EngineResult, FileResult, RunResult, Site } from '../model/result.js'
import { type Collections, collectionKinds, type Timeline } from '../model/timeline.js'
import { sum } from '../report/run.js'
import { formatSize } from '../units.js'
import { FileRows } from './file-rows.js'
import { Findings } from './findings.js'
import { PlaceTable } from './place-columns.js'
import type { Capture, CollectionColumns, FileTimeline } from './report-data.js'
import { SiteRows } from './site-rows.js'
import { StringTable } from './string-table.js'
import { TestRows } from './test-rows.js'

/** The sources are not in it yet: see `source-lines.ts`. */
export type SourcelessCapture = Omit<Capture, 'sources'>

/** The results of a run as columns. @param name what the page calls it */
export function captureOfResults(run: RunResult, name: string): SourcelessCapture {
  const strings = new StringTable()
  const places = new PlaceTable(strings)
  const [fileSites, testSites] = [new SiteRows(), new SiteRows()]
  const [files, tests] = [new FileRows(strings), new TestRows(strings)]
  const findings = new Findings(places)
  for (const [index, file] of run.files.entries()) {
    addFileSites(file, fileSites, places)
    files.add(file)
    findings.addFile(file, index, tests.length)
    for (const test of file.tests) {
      addSites(test.sites, testSites, places)
      tests.add(test, index)
    }
  }
  findings.addRun(run)
  return {
    name,
    kind: 'results',
    facts: factsOf(run),
    notices: run.engine.notice === undefined ? [] : [run.engine.notice],
    estimated: run.files.some(({ engine }) => isEstimated(engine)),
    totals: totalsOf(sum(run.files.map(file => file.retained)), sum(run.files.map(file => file.allocated))),
    strings: strings.strings,
    places: places.places,
    stacks: places.stacks,
    files: files.columns,
    tests: tests.columns,
    fileSites: fileSites.columns,
    testSites: testSites.columns,
    findings: findings.list,
    timelines: run.files.flatMap((file, index) => (file.timeline ? [timelineOf(file.timeline, index)] : [])),
    limits: limitsOf(run.limits ?? {}),
  }
}

const totalsOf = (retained: Amount, allocated: Amount): Capture['totals'] => ({
  retained: retained.bytes,
  retainedCount: retained.count,
  allocated: allocated.bytes,
  allocatedCount: allocated.count,
})

const limitsOf = ({ retained, allocated }: AppliedLimits): Capture['limits'] => ({
  ...(retained !== undefined && { retained }),
  ...(allocated !== undefined && { allocated }),
})

function addSites(sites: readonly Site[], rows: SiteRows, places: PlaceTable): void {
  for (const site of sites) rows.add(places.index({ ...site, stack: site.traceback }), site)
  rows.endOwner()
}

/** Its sites, what `top` has cut off of them, and what is nobody's. */
function addFileSites(file: FileResult, rows: SiteRows, places: PlaceTable): void {
  const nameless = { line: 0, column: 0, function: '', domain: 'heap' as const }
  const listed = (metric: 'retained' | 'allocated'): Amount => sum(file.sites.map(site => site[metric]))
  const more = {
    retained: subtract(file.retained, listed('retained')),
    allocated: subtract(file.allocated, listed('allocated')),
  }
  if (more.retained.bytes > 0 || more.allocated.bytes > 0) {
    rows.add(places.index({ ...nameless, file: '(more sites)', blame: 'yours' }), more)
  }
  const { code, runner, node } = file.other
  // Nobody counts what is allocated there and freed.
  const unblamed = (name: Parameters<PlaceTable['index']>[0], retained: Amount): void => {
    if (retained.bytes > 0) rows.add(places.index(name), { retained, allocated: nothing })
  }
  unblamed({ ...nameless, file: '(V8 code)', domain: 'code', blame: 'node' }, code)
  unblamed({ ...nameless, file: '(test runner)', blame: 'runner' }, runner)
  unblamed({ ...nameless, file: '(Node)', blame: 'node' }, node)
  addSites(file.sites, rows, places)
}

function factsOf({ runner, node, engine, files }: RunResult): Capture['facts'] {
  const began = Math.min(...files.flatMap(file => file.timeline?.start ?? []))
  return [
    ['Runner', `${runner.name} ${runner.version}`],
    ['Node', node],
    ['Traced', tracingOf(engine)],
    ...(Number.isFinite(began) ? [['Began', new Date(began).toISOString()] as const] : []),
  ]
}

/** How far numbers and lines can be trusted. */
export function tracingOf({ mode, interval, lines }: EngineResult): string {
  const numbers = isEstimated({ mode, interval })
    ? `${mode === 'auto' ? 'every allocation, later ' : ''}one in about ${formatSize(interval)}: numbers are estimates`
    : 'every allocation'
  if (mode === 'function') return `${numbers}, lines are those that functions start on`
  return lines === 'approximate' ? `${numbers}, lines are approximate` : numbers
}

const timelineOf = (timeline: Timeline, file: number): FileTimeline => ({
  file,
  isolate: `${timeline.process}:${timeline.thread}`,
  start: timeline.start,
  time: timeline.time,
  heap: timeline.heap.map(toKiB),
  buffers: timeline.buffers.map(toKiB),
  ...(timeline.collections && { collections: collectionsOf(timeline.collections) }),
})

const collectionsOf = ({ freed, kind, ...others }: Collections): CollectionColumns => ({
  ...others,
  freed: freed.map(toKiB),
  kind: kind.map(name => collectionKinds.indexOf(name)),
})

const toKiB = (bytes: number): number => Math.round(bytes / 1024)
