import { type Amount, add, nothing } from '../model/amount.js'
import type { FileResult, OtherMemory, Site } from '../model/result.js'
import { addMoreSites, type MoreSites, mergeSites, noMoreSites, sumSites } from '../model/site.js'

/** All files of a run together. */
export interface RunTotals {
  readonly files: number
  readonly tests: number
  readonly retained: Amount
  readonly allocated: Amount
  /** The files' sites, those of the same place added up, sorted by retained; at most `top`. */
  readonly sites: readonly Site[]
  /** What `top` cut off, here and in the files. */
  readonly moreSites: MoreSites
  readonly other: OtherMemory
  readonly total: { readonly live: Amount; readonly growth: Amount }
  /** The largest process, and whether there are estimates among the numbers. */
  readonly process: FileResult['process']
  readonly estimated: boolean
}

/**
 * Adds the results of files up. A file's sites beyond its own `top` can only be counted among `moreSites`.
 * @param top Sites to list; 0: all.
 */
export function mergeFiles(files: readonly FileResult[], top: number): RunTotals {
  const sites = mergeSites(files.flatMap(file => file.sites))
  const listed = top === 0 ? sites : sites.slice(0, top)
  const cutInFiles = files.reduce((sum, file) => addMoreSites(sum, file.moreSites), noMoreSites)
  return {
    files: files.length,
    tests: files.reduce((sum, file) => sum + file.tests.length, 0),
    retained: sumAmounts(files.map(file => file.retained)),
    allocated: sumAmounts(files.map(file => file.allocated)),
    sites: listed,
    moreSites: addMoreSites(cutInFiles, sumSites(sites.slice(listed.length))),
    other: {
      code: sumAmounts(files.map(file => file.other.code)),
      runner: sumAmounts(files.map(file => file.other.runner)),
      node: sumAmounts(files.map(file => file.other.node)),
    },
    total: {
      live: sumAmounts(files.map(file => file.total.live)),
      growth: sumAmounts(files.map(file => file.total.growth)),
    },
    process: largestProcess(files),
    estimated: files.some(file => file.engine.mode !== 'exact'),
  }
}

const sumAmounts = (amounts: readonly Amount[]): Amount => amounts.reduce(add, nothing)

const largestProcess = (files: readonly FileResult[]): FileResult['process'] =>
  files
    .map(file => file.process)
    .reduce((largest, process) => (process.rss > largest.rss ? process : largest), {
      rss: 0,
      growth: 0,
      tracemalloc: 0,
    })
