import type { RunResult } from '../model/result.js'
import { type Baseline, type BaselineEntry, entryOf } from './baseline.js'
import { isComparable, labelledTests, RanFiles } from './labelled-test.js'

/**
 * What the tests of a run use. Of an older baseline it keeps what the run says nothing about: tests that were skipped or
 * failed or ran beside others, and those of files that were not run.
 */
export function baselineOf(run: RunResult, old?: Baseline): Baseline {
  const ran = new RanFiles(run.files)
  const all = labelledTests(run.files)
  const unknown = new Set(all.filter(test => !isComparable(test)).map(({ label }) => label))
  const kept = [...(old?.tests ?? [])].filter(([label]) => unknown.has(label) || !ran.include(label))
  const measured = all.filter(isComparable).map(({ label, test }): [string, BaselineEntry] => [label, entryOf(test)])
  return { node: nodeMajor(run), tests: new Map([...kept, ...measured]) }
}

/** `20` of `v20.20.2` */
export const nodeMajor = ({ node }: Pick<RunResult, 'node'>): string => /^v?(\d+)/.exec(node)?.[1] ?? ''
