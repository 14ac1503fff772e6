import { type FileResult, type RunResult, type TestResult, toJson } from '@tracemalloc/core'
import {
  amount,
  fileResult,
  KiB,
  runResult,
  site,
  testResult,
} from '../../packages/core/test/model/hand-made-results.js'
import { Program } from './program.js'

export { KiB }

/** A test that retained so many bytes. */
export const test = (name: string, bytes: number, parts: Partial<TestResult> = {}): TestResult => {
  const used = amount(bytes)
  return testResult({
    name,
    retained: used,
    allocated: used,
    sites: [site({ function: 'set', retained: used })],
    ...parts,
  })
}

/** A file of these tests, on whose one line all of it is. */
export function file(name: string, tests: readonly TestResult[], parts: Partial<FileResult> = {}): FileResult {
  const used = amount(tests.reduce((sum, { retained }) => sum + retained.bytes, 0))
  const none = { retained: amount(0), allocated: amount(0) }
  return fileResult({
    file: name,
    tests,
    retained: used,
    allocated: used,
    domains: { heap: { retained: used, allocated: used }, arraybuffer: none },
    sites: [site({ function: 'set', retained: used })],
    violations: tests.flatMap(({ violations }) => violations),
    ...parts,
  })
}

export const run = (files: readonly FileResult[], parts: Partial<RunResult> = {}): RunResult =>
  runResult({ files, violations: files.flatMap(({ violations }) => violations), ...parts })

/** A folder with files of results. */
export const resultFolder = (results: Readonly<Record<string, RunResult>>): Program =>
  new Program(Object.fromEntries(Object.entries(results).map(([name, result]) => [name, toJson(result)])))
