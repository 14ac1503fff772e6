import { type Amount, add } from '../model/amount.js'
import type { FileResult, LineQuality, OtherMemory, RunResult, Site, TestResult } from '../model/result.js'
import { addMoreSites, type MoreSites, sumSites } from '../model/site.js'
import { placeText } from '../model/violation-text.js'
import { formatSize } from '../units.js'
import { amountsText, amountText, countText } from './amount-text.js'
import { noPaint, type Paint } from './paint.js'
import { mergeFiles } from './run.js'

export interface TextOptions {
  /** Default: no colours. */
  readonly paint?: Paint
  /** What the sites were grouped by; default `'lineno'`. */
  readonly groupBy?: 'lineno' | 'filename' | 'traceback' | 'package'
  /** Sites listed in the block of the run; 0: all; default 10. A file's block lists the sites that its result has. */
  readonly top?: number
  /** Whether sites tell the function as well; default false. */
  readonly functions?: boolean
}

/**
 * What one test file left behind, without a newline at the end: its growth sites after CPython's
 * `size=… (+…), count=… (+…), average=…`, and the totals. One short line for a file that retained nothing.
 */
export function formatFileBlock(file: FileResult, options: TextOptions = {}): string {
  const estimated = file.engine.mode !== 'exact'
  const { listed, more } = growing(file.sites, file.moreSites)
  const concurrent = concurrentLines(file.tests, estimated)
  const paint = options.paint ?? noPaint
  if (listed.length === 0 && more.sites === 0 && file.retained.bytes === 0) {
    const short = `${file.file}: nothing retained (${facts(file.tests.length, undefined, file.allocated, estimated)})`
    return [paint.dim(short), ...concurrent].join('\n')
  }
  return [
    `${paint.bold(file.file)}: ${title(listed.length, file.engine.lines, options)} (${facts(file.tests.length, file.retained, file.allocated, estimated)})`,
    ...siteLines(listed, options),
    ...moreLines(more, estimated),
    ...otherLines(file.other, estimated),
    totalLine(file.total, estimated),
    processLine(file.process),
    ...concurrent,
  ].join('\n')
}

/**
 * The same over all files, without a newline at the end; then what the reader must know about the numbers. Empty when
 * there are no files and nothing to say.
 */
export function formatRunBlock(files: readonly FileResult[], run: RunResult, options: TextOptions = {}): string {
  const paint = options.paint ?? noPaint
  const notices = noticeLines(files, run).map(paint.yellow)
  if (files.length === 0) return notices.join('\n')
  const totals = mergeFiles(files, options.top ?? 10)
  const { estimated } = totals
  const { listed, more } = growing(totals.sites, totals.moreSites)
  const name = paint.bold(files.length === 1 ? '1 test file' : `All ${files.length} test files`)
  const retained = totals.retained.bytes === 0 && listed.length === 0 && more.sites === 0
  if (retained) {
    const short = `${name}: nothing retained (${facts(totals.tests, undefined, totals.allocated, estimated)})`
    return [short, ...notices].join('\n')
  }
  return [
    `${name}: ${title(listed.length, run.engine.lines, options)} (${facts(totals.tests, totals.retained, totals.allocated, estimated)})`,
    ...siteLines(listed, options),
    ...moreLines(more, estimated),
    ...otherLines(totals.other, estimated),
    totalLine(totals.total, estimated),
    `${processLine(totals.process)}${files.length === 1 ? '' : ', the largest process'}`,
    ...notices,
  ].join('\n')
}

/** Sites that neither kept nor gained anything have nothing to tell: they only count among the rest. */
function growing(sites: readonly Site[], more: MoreSites): { listed: readonly Site[]; more: MoreSites } {
  const grew = (site: Site): boolean => site.retained.bytes > 0 || site.growth.bytes > 0
  const rest = sumSites(sites.filter(site => !grew(site)))
  // A rest in which nothing at all is alive is not worth a line.
  const all = addMoreSites(more, rest.live.bytes === 0 && rest.growth.bytes === 0 ? sumSites([]) : rest)
  return { listed: sites.filter(grew), more: all }
}

const groupNames = { lineno: 'line', filename: 'file', traceback: 'traceback', package: 'package' } as const

function title(listed: number, lines: LineQuality, { groupBy = 'lineno' }: TextOptions): string {
  const unit = groupBy === 'lineno' && lines === 'function' ? 'function' : groupNames[groupBy]
  const approximately = groupBy === 'lineno' && lines === 'approximate' ? ', lines approximate' : ''
  return `Top ${countText(listed, 'growth site')} per ${unit}${approximately}`
}

function facts(tests: number, retained: Amount | undefined, allocated: Amount, estimated: boolean): string {
  const size = (amount: Amount): string => `${estimated ? '~' : ''}${formatSize(amount.bytes)}`
  const kept = retained === undefined ? [] : [`retained ${size(retained)}`]
  return [countText(tests, 'test'), ...kept, `allocated ${size(allocated)}`].join(', ')
}

function siteLines(sites: readonly Site[], { paint = noPaint, functions = false }: TextOptions): string[] {
  return sites.flatMap((site, index) => {
    const name = functions && site.function !== '' ? [site.function] : []
    // Heap and the user's own line are what is expected; anything else is worth a word.
    const domain = site.domain === 'heap' ? [] : [site.domain]
    const blame = site.blame === 'yours' ? [] : [site.blame]
    const notes = [...name, ...domain, ...blame]
    const suffix = notes.length === 0 ? '' : ` ${paint.dim(`(${notes.join(', ')})`)}`
    const amounts = amountsText(site.live, site.growth, site.estimated)
    const frames = (site.traceback ?? []).map(frame => paint.dim(`    ${frame}`))
    return [`#${index + 1}: ${placeText(site)}: ${amounts}${suffix}`, ...frames]
  })
}

const moreLines = (more: MoreSites, estimated: boolean): string[] =>
  more.sites === 0 ? [] : [`${more.sites} more: ${amountsText(more.live, more.growth, estimated)}`]

function otherLines({ code, runner, node }: OtherMemory, estimated: boolean): string[] {
  return [
    `Runner and Node: retained ${amountText(add(runner, node), estimated)}`,
    `V8 code: retained ${amountText(code, estimated)}`,
  ]
}

const totalLine = ({ live, growth }: FileResult['total'], estimated: boolean): string =>
  `Total traced memory: ${amountsText(live, growth, estimated)}`

const processLine = ({ rss, growth, tracemalloc }: FileResult['process']): string =>
  `Total process memory: size=${formatSize(rss)} (${formatSize(growth, true)}) ` +
  `(ignore tracemalloc: ${formatSize(tracemalloc)})`

/** Tests that ran beside each other have the same amounts, their group's: a line per group. */
function concurrentLines(tests: readonly TestResult[], estimated: boolean): string[] {
  const groups = new Map<string, TestResult[]>()
  for (const test of tests.filter(test => test.concurrent)) {
    const key = [test.retained, test.allocated].map(({ bytes, count }) => `${bytes}/${count}`).join()
    groups.set(key, [...(groups.get(key) ?? []), test])
  }
  return [...groups.values()].map(group => {
    const share =
      group.length === 1 ? '1 concurrent test has a window' : `${group.length} concurrent tests share a window`
    const retained = `${estimated ? '~' : ''}${formatSize(group[0]?.retained.bytes ?? 0)}`
    return `${share}: retained ${retained}, no per-test verdict`
  })
}

/** What the engine had to do without, each once. */
function noticeLines(files: readonly FileResult[], run: RunResult): string[] {
  const engines = [run.engine, ...files.map(file => file.engine)]
  const notices = engines.flatMap(({ notice }) => (notice === undefined ? [] : [notice.replace(/\s+/g, ' ').trim()]))
  const unobserved = Math.max(...engines.map(engine => engine.unobservedBytes))
  const missed = `The tracer did not see allocations of ${formatSize(unobserved)}: they are missing above.`
  return [...new Set(notices), ...(unobserved > 0 ? [missed] : [])]
}
