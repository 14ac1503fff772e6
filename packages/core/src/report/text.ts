import { add } from '../model/amount.js'
import type { FileResult, GroupBy, LineQuality, OtherMemory, RunResult, Site, TestResult } from '../model/result.js'
import { addMoreSites, type MoreSites, sumSites } from '../model/site.js'
import { leakedContextText, placeText } from '../model/violation-text.js'
import { formatSize } from '../units.js'
import { amountsText, amountText, countText, errorText } from './amount-text.js'
import { fileName } from './file-name.js'
import { noPaint, type Paint } from './paint.js'
import { fileTotals, mergeFiles, type RunTotals } from './run.js'
import { untracedLines } from './untraced-text.js'

export interface TextOptions {
  /** Default: no colours. */
  readonly paint?: Paint
  /** What the sites were grouped by; default `'lineno'`. */
  readonly groupBy?: GroupBy
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
  const totals = fileTotals(file)
  const lines = blockLines(fileName(file), totals, file.engine.lines, options)
  return [...lines, ...concurrentLines(file.tests, totals.estimated), ...leakedLines(file, options)].join('\n')
}

/**
 * The same over all files, without a newline at the end; then what the reader must know about the numbers. Empty when
 * there are no files and nothing to say.
 */
export function formatRunBlock(files: readonly FileResult[], run: RunResult, options: TextOptions = {}): string {
  const notices = noticeLines(files, run).map((options.paint ?? noPaint).yellow)
  if (files.length === 0) return notices.join('\n')
  const name = files.length === 1 ? '1 test file' : `All ${files.length} test files`
  const totals = mergeFiles(files, options.top ?? 10)
  return [...blockLines(name, totals, run.engine.lines, options), ...notices].join('\n')
}

function blockLines(name: string, totals: RunTotals, lines: LineQuality, options: TextOptions): string[] {
  const { retained, allocated, other, total, untraced, process, estimated } = totals
  const { paint = noPaint } = options
  const { listed, more } = growing(totals)
  const about = estimated ? '~' : ''
  const tests = countText(totals.tests, 'test')
  const used = `allocated ${about}${formatSize(allocated.bytes)}`
  if (listed.length === 0 && retained.bytes === 0) return [paint.dim(`${name}: nothing retained (${tests}, ${used})`)]
  const facts = `${tests}, retained ${about}${formatSize(retained.bytes)}${errorText(retained)}, ${used}`
  return [
    `${paint.bold(name)}: ${title(listed.length, lines, options)} (${facts})`,
    ...siteLines(listed, options),
    ...moreLines(more, estimated),
    ...otherLines(other, estimated),
    `Total traced memory: ${amountsText(total.live, total.growth, estimated)}`,
    ...untracedLines(untraced.size, untraced.growth),
    `${processLine(process)}${totals.files > 1 ? ', the largest process' : ''}`,
  ]
}

/** Sites that neither kept nor gained anything only count among the rest, if anything of them is alive. */
function growing({ sites, moreSites }: RunTotals): { listed: readonly Site[]; more: MoreSites } {
  const grew = (site: Site): boolean => site.retained.bytes > 0 || site.growth.bytes > 0
  const rest = sites.filter(site => !grew(site) && site.live.bytes > 0)
  return { listed: sites.filter(grew), more: addMoreSites(moreSites, sumSites(rest)) }
}

const groupNames = { lineno: 'line', filename: 'file', traceback: 'traceback', package: 'package' } as const

function title(listed: number, lines: LineQuality, { groupBy = 'lineno' }: TextOptions): string {
  const unit = groupBy === 'lineno' && lines === 'function' ? 'function' : groupNames[groupBy]
  const approximately = groupBy === 'lineno' && lines === 'approximate' ? ', lines approximate' : ''
  return `Top ${countText(listed, 'growth site')} per ${unit}${approximately}`
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

const processLine = ({ rss, growth, tracemalloc }: FileResult['process']): string =>
  `Total process memory: size=${formatSize(rss)} (${formatSize(growth, true)}) ` +
  `(ignore tracemalloc: ${formatSize(tracemalloc)})`

function leakedLines({ leakedContext }: FileResult, { paint = noPaint }: TextOptions): string[] {
  if (leakedContext === undefined) return []
  const [first = '', ...sites] = leakedContextText(leakedContext)
  return [paint.yellow(`Leaked context: ${first}`), ...sites]
}

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
