import type { BaselineChange, BaselineComparison } from '../model/baseline-comparison.js'
import type { RunResult, Site, Violation } from '../model/result.js'
import { placeText } from '../model/violation-text.js'
import { formatSize } from '../units.js'
import { countText } from './amount-text.js'
import { codeText, markdownLink, markdownTable, markdownText } from './markdown-text.js'
import { mergeFiles, type RunTotals } from './run.js'
import { ownerText } from './violations.js'

/** Rows of each table: a comment on GitHub takes 65,536 characters. */
const listed = 20

export interface MarkdownOptions {
  /** Default: `Memory`. */
  readonly title?: string
  /** The address of a site's line; `undefined` when there is none. Default: no links. */
  readonly link?: (site: Site) => string | undefined
}

/**
 * A run in Markdown, for the summary of a job or a comment: what is over its budget, how it compares with the baseline, and
 * the lines that grew most. Ends with a newline.
 */
export function formatMarkdown(
  run: RunResult,
  { title = 'Memory', link = () => undefined }: MarkdownOptions = {},
): string {
  const totals = mergeFiles(run.files, run.options.top === 0 ? listed : Math.min(run.options.top, listed))
  const place = (site: Site | undefined): string => (site ? placeLink(site, link(site)) : '')
  const parts = [
    [`### ${markdownText(title)}: ${verdict(run)}`],
    [facts(run, totals)],
    violationTable(run.violations, place),
    ...(run.baseline ? baselineParts(run.baseline, place) : []),
    growthTable(totals, place),
    run.engine.notice === undefined ? [] : [markdownText(run.engine.notice)],
  ]
  return `${parts
    .filter(lines => lines.length > 0)
    .map(lines => lines.join('\n'))
    .join('\n\n')}\n`
}

function verdict({ violations, baseline }: RunResult): string {
  const regressions = baseline?.regressions.length ?? 0
  const problems = [
    ...(violations.length === 0 ? [] : [countText(violations.length, 'budget violation')]),
    ...(regressions === 0 ? [] : [countText(regressions, 'regression')]),
  ]
  return problems.length === 0 ? 'no problems' : problems.join(', ')
}

function facts(run: RunResult, { files, tests, retained, allocated, estimated }: RunTotals): string {
  const about = estimated ? '~' : ''
  const used = `retained ${about}${formatSize(retained.bytes)}, allocated ${about}${formatSize(allocated.bytes)}`
  const { name, version } = run.runner
  const where = [
    `${name} ${version}`,
    `Node ${run.node}`,
    ...(run.shard ? [`shard ${run.shard.index} of ${run.shard.count}`] : []),
  ]
  return markdownText(`${countText(tests, 'test')} in ${countText(files, 'file')}, ${used} (${where.join(', ')})`)
}

type Place = (site: Site | undefined) => string

function placeLink(site: Site, address: string | undefined): string {
  const text = codeText(placeText(site))
  return address === undefined ? text : markdownLink(text, address)
}

function violationTable(violations: readonly Violation[], place: Place): string[] {
  const rows = violations.slice(0, listed).map(violation => {
    const { metric, actualBytes, limitBytes, sites } = violation
    const about = sites.some(({ estimated }) => estimated) ? '~' : ''
    return [
      codeText(ownerText(violation) || 'run'),
      metric,
      `${markdownText(about)}${formatSize(actualBytes)}`,
      formatSize(limitBytes),
      place(sites[0]),
    ]
  })
  const table = markdownTable(['Over its budget', 'what', ':used', ':budget', 'most of it'], rows)
  return [...table, ...moreRows(violations.length)]
}

function baselineParts(baseline: BaselineComparison, place: Place): string[][] {
  const { compared, regressions, improvements, added, gone, note } = baseline
  const file = codeText(baseline.file)
  const counts = [
    `${countText(compared, 'test')} compared`,
    countText(improvements.length, 'improvement'),
    `${added.length} new`,
    `${gone.length} gone`,
  ]
  return [
    changeTable(`More than in ${file}`, regressions, place),
    changeTable(`Less than in ${file}`, improvements, place),
    [`${file}: ${counts.join(', ')}.${note === undefined ? '' : ` ${markdownText(note)}`}`],
  ]
}

function changeTable(title: string, changes: readonly BaselineChange[], place: Place): string[] {
  const rows = changes
    .slice(0, listed)
    .map(change => [
      codeText(ownerText(change)),
      change.metric,
      formatSize(change.beforeBytes),
      formatSize(change.nowBytes),
      formatSize(change.nowBytes - change.beforeBytes, true),
      place(change.sites[0]),
    ])
  const table = markdownTable([title, 'what', ':before', ':now', ':change', 'most of it'], rows)
  return [...table, ...moreRows(changes.length)]
}

function growthTable({ sites, moreSites, estimated }: RunTotals, place: Place): string[] {
  const about = estimated ? '&#126;' : ''
  const grown = sites.filter(({ growth, retained }) => growth.bytes > 0 || retained.bytes > 0)
  const rows = grown.map(site => [
    place(site),
    `${about}${formatSize(site.growth.bytes, true)}`,
    `${about}${formatSize(site.live.bytes)}`,
    `${about}${site.live.count}`,
    markdownText([site.function, ...(site.domain === 'heap' ? [] : [site.domain])].filter(Boolean).join(', ')),
  ])
  const table = markdownTable(['Growth', ':bytes', ':alive', ':allocations', 'of'], rows)
  return table.length === 0 || moreSites.sites === 0 ? table : [...table, '', `${moreSites.sites} more`]
}

const moreRows = (count: number): string[] => (count > listed ? ['', `${count - listed} more`] : [])
