import { type Amount, add, largest, nothing } from '../model/amount.js'
import { isEstimated } from '../model/is-estimated.js'
import type { FileResult, OtherMemory, Site, Used } from '../model/result.js'
import { type MoreSites, mergeSites, topSites } from '../model/site.js'

/** All files of a run together; or one, which its block of the text report is made of likewise. */
export interface RunTotals {
  readonly files: number
  readonly tests: number
  readonly retained: Amount
  readonly allocated: Amount
  readonly domains: FileResult['domains']
  /** Sorted by retained; at most `top`. */
  readonly sites: readonly Site[]
  /** What `top` cut off. */
  readonly moreSites: MoreSites
  readonly other: OtherMemory
  readonly total: FileResult['total']
  /** Of a run: the most that any file ended with, but not less than what all grew by. */
  readonly untraced: FileResult['untraced']
  /** Of a run: the process that was largest when one of its files ended. */
  readonly process: FileResult['process']
  /** Whether there are estimates among the numbers. */
  readonly estimated: boolean
}

/** The same of one file. */
export const fileTotals = (file: FileResult): RunTotals => ({
  ...file,
  files: 1,
  tests: file.tests.length,
  estimated: isEstimated(file.engine),
})

/**
 * Adds the results of files up; sites of the same place become one. A file's sites beyond its own `top` can only be
 * counted among `moreSites`.
 *
 * What is alive cannot simply be added: files that share a process see each other's memory. So it is the most that any
 * file saw, but not less than what all of them grew by, which is what files in processes of their own add up to.
 * @param top Sites to list; 0: all.
 */
export function mergeFiles(files: readonly FileResult[], top: number): RunTotals {
  const sites = mergeSites(
    files.flatMap(file => file.sites),
    largest,
  ).map(atLeastGrowth)
  const { sites: listed, moreSites } = topSites(sites, top)
  return {
    files: files.length,
    tests: files.reduce((sum, file) => sum + file.tests.length, 0),
    retained: sum(files.map(file => file.retained)),
    allocated: sum(files.map(file => file.allocated)),
    domains: { heap: sumUsed(files, 'heap'), arraybuffer: sumUsed(files, 'arraybuffer') },
    sites: listed,
    moreSites: addCutOff(moreSites, files),
    other: {
      code: sum(files.map(file => file.other.code)),
      runner: sum(files.map(file => file.other.runner)),
      node: sum(files.map(file => file.other.node)),
    },
    total: mergeLive(files.map(file => file.total)),
    untraced: mergeUntraced(files.map(file => file.untraced)),
    process: largestProcess(files),
    estimated: files.some(file => isEstimated(file.engine)),
  }
}

interface Live {
  readonly live: Amount
  readonly growth: Amount
}

export const sum = (amounts: readonly Amount[]): Amount => amounts.reduce(add, nothing)

const sumUsed = (files: readonly FileResult[], domain: keyof FileResult['domains']): Used => ({
  retained: sum(files.map(file => file.domains[domain].retained)),
  allocated: sum(files.map(file => file.domains[domain].allocated)),
})

const atLeastGrowth = <T extends Live>(amounts: T): T => ({ ...amounts, live: largest(amounts.live, amounts.growth) })

const mergeLive = (parts: readonly Live[]): Live =>
  atLeastGrowth({
    live: parts.map(part => part.live).reduce(largest, nothing),
    growth: sum(parts.map(part => part.growth)),
  })

function mergeUntraced(parts: readonly FileResult['untraced'][]): FileResult['untraced'] {
  const growth = parts.reduce((sum, part) => sum + part.growth, 0)
  return { size: Math.max(0, growth, ...parts.map(part => part.size)), growth }
}

function addCutOff(more: MoreSites, files: readonly FileResult[]): MoreSites {
  const cut = files.map(file => file.moreSites)
  const { live, growth } = mergeLive(cut)
  return {
    // The same place may be cut off in several files: this counts it each time.
    sites: cut.reduce((count, { sites }) => count + sites, more.sites),
    retained: sum([more.retained, ...cut.map(({ retained }) => retained)]),
    live: add(more.live, live),
    growth: add(more.growth, growth),
  }
}

const largestProcess = (files: readonly FileResult[]): FileResult['process'] =>
  files
    .map(file => file.process)
    .reduce((most, process) => (process.rss > most.rss ? process : most), { rss: 0, growth: 0, tracemalloc: 0 })
