import { mergeComparisons } from '../baseline/merge-comparisons.js'
import type { Limits } from '../budget/limits.js'
import { TracemallocError } from '../errors.js'
import type { RunResult, Shard } from '../model/result.js'
import { fileName } from '../report/file-name.js'
import { byFile } from './collected.js'
import { engineOf, judgeRun } from './run-result.js'

/** The results of one shard, and the file that they were read from. */
export interface ShardFile {
  readonly path: string
  readonly run: RunResult
}

/** A shard, and where it stands. */
interface Part extends ShardFile {
  readonly shard: Shard
}

/**
 * Puts the shards of one run together, in whichever order they come, and judges the run: as if it had been one.
 * @throws {TracemallocError} `NOT_A_SHARD`; `DIFFERENT_RUNS` when they are not of one run, or not made alike;
 *   `SHARD_TWICE`; `SHARD_MISSING`
 */
export function mergeShards(files: readonly ShardFile[]): RunResult {
  const parts = files.map(partOf).sort((a, b) => a.shard.index - b.shard.index)
  const [first, ...others] = parts
  if (!first) throw new TracemallocError('SHARD_MISSING', 'There are no shards to merge: name their results.')
  for (const other of others) checkAlike(first, other)
  checkComplete(parts, first.shard.count)
  const collected = {
    files: parts.flatMap(({ run }) => run.files).sort(byFile),
    notices: parts.flatMap(({ run }) => run.engine.notice ?? []),
  }
  checkFiles(parts)
  const { runner, node, options, limits = {} } = first.run
  const run = { runner, node, options, engine: engineOf(collected, first.run.engine), files: collected.files }
  const baseline = mergeComparisons(parts.flatMap(part => part.run.baseline ?? []))
  return { ...judgeRun(run, limits as Limits), ...(baseline && { baseline }) }
}

function partOf({ path, run }: ShardFile): Part {
  if (run.shard) return { path, run, shard: run.shard }
  const message = `${path} has the results of a whole run: only those of shards (--shard) can be merged.`
  throw new TracemallocError('NOT_A_SHARD', message)
}

/** What must be the same, or the sums mean nothing. */
const common: Readonly<Record<string, (part: Part) => unknown>> = {
  'the run': ({ shard }) => shard.run,
  'the number of shards': ({ shard }) => shard.count,
  'the runner': ({ run }) => `${run.runner.name} ${run.runner.version}`,
  Node: ({ run }) => run.node,
  'the options': ({ run }) => run.options,
  'the budget of the run': ({ run }) => run.limits ?? 'none',
}

function checkAlike(first: Part, other: Part): void {
  for (const [what, of] of Object.entries(common)) {
    const [one, two] = [first, other].map(part => JSON.stringify(of(part)))
    if (one !== two) throw different(`${what} is ${one} in ${first.path}, but ${two} in ${other.path}`)
  }
}

function checkComplete(parts: readonly Part[], count: number): void {
  const byIndex = new Map<number, Part>()
  for (const part of parts) {
    const { index } = part.shard
    const known = byIndex.get(index)
    if (known) {
      const message = `Shard ${index} of ${count} is there twice, in ${known.path} and ${part.path}: leave one out.`
      throw new TracemallocError('SHARD_TWICE', message)
    }
    byIndex.set(index, part)
  }
  const missing = Array.from({ length: count }, (_, index) => index + 1).filter(index => !byIndex.has(index))
  if (missing.length === 0) return
  const message = `Of ${count} shards these are missing: ${missing.join(', ')}. Name the results of all of them.`
  throw new TracemallocError('SHARD_MISSING', message)
}

/** No file is run by two shards. */
function checkFiles(parts: readonly Part[]): void {
  const owners = new Map<string, Part>()
  for (const part of parts) {
    for (const name of part.run.files.map(fileName)) {
      const owner = owners.get(name)
      if (owner) throw different(`${name} was run in both ${owner.path} and ${part.path}`)
      owners.set(name, part)
    }
  }
}

const different = (what: string): TracemallocError =>
  new TracemallocError('DIFFERENT_RUNS', `These are not the shards of one run: ${what}.`)
