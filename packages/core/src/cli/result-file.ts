import { closeSync, openSync, readSync } from 'node:fs'
import { basename } from 'node:path'
import type { RunResult } from '../model/result.js'
import { mergeShards } from '../reporter/merge-shards.js'
import { readResult } from '../storage/read-result.js'
import { withProgress } from './progress.js'

/** What commands on results take. */
export const resultsArgument = ['<results...>', 'what outputFile has named: of a run, or of all of its shards'] as const

/**
 * Reads the results of a run or of one shard, or puts together those of all shards.
 * @throws {TracemallocError} as `readResult` and `mergeShards`
 */
export function loadRun(paths: readonly string[]): RunResult {
  const [only = ''] = paths
  return paths.length === 1 ? loadResult(only) : loadShards(paths)
}

/** @throws {TracemallocError} as `readResult` and `mergeShards` */
export const loadShards = (paths: readonly string[]): RunResult =>
  mergeShards(paths.map(path => ({ path, run: loadResult(path) })))

/** @throws {TracemallocError} as `readResult` */
const loadResult = (path: string): RunResult => withProgress(`Reading ${basename(path)}`, () => readResult(path))

/** Whether a file has results rather than a snapshot, by its first byte; a file that cannot be read has not. */
export function looksLikeResult(path: string): boolean {
  try {
    const file = openSync(path, 'r')
    try {
      const first = Buffer.alloc(1)
      return readSync(file, first) === 1 && first.toString() === '{'
    } finally {
      closeSync(file)
    }
  } catch {
    return false
  }
}
