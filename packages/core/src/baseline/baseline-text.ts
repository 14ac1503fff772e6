import { TracemallocError } from '../errors.js'
import type { Baseline, BaselineEntry } from './baseline.js'

const version = 1
const title = /^# tracemalloc baseline (\d+)/
const writtenWith = /^# Node (\d+)$/
const entry = /^(.+?)\s+retained=(\d+) allocated=(\d+)$/
const conflict = /^(?:<{7}|\|{7}|={7}|>{7})(?: |$)/

/**
 * A baseline as text: comments, then a line per test, sorted, so that git shows which tests have changed, and merges what
 * branches have changed of different tests.
 */
export function formatBaseline({ node, tests }: Baseline): string {
  const labels = [...tests.keys()].sort()
  const lines = labels.map(label => {
    const { retained, allocated } = tests.get(label) as BaselineEntry
    return `${label}  retained=${retained} allocated=${allocated}`
  })
  return [
    `# tracemalloc baseline ${version}: bytes that each test retained and allocated`,
    ...(node === '' ? [] : [`# Node ${node}`]),
    ...lines,
    '',
  ].join('\n')
}

/**
 * @param path For the messages.
 * @throws {TracemallocError} `BASELINE_CONFLICT` for what git has left of a merge, `BAD_BASELINE` for any other line that
 *   is none, both with its number; `NEWER_VERSION`
 */
export function parseBaseline(text: string, path: string): Baseline {
  const lines = text.split(/\r?\n/)
  checkTitle(lines[0] ?? '', path)
  const tests = new Map<string, BaselineEntry>()
  const lineOf = new Map<string, number>()
  let node = ''
  for (const [index, line] of lines.entries()) {
    if (line.startsWith('#') || line === '') {
      node = writtenWith.exec(line)?.[1] ?? node
      continue
    }
    const [, label = '', retained, allocated] = entry.exec(line) ?? notAnEntry(line, `${path}:${index + 1}`)
    const before = lineOf.get(label)
    if (before !== undefined) throw bad(`${path}:${index + 1}`, `names the same test as line ${before}: keep one`)
    lineOf.set(label, index + 1)
    tests.set(label, { retained: Number(retained), allocated: Number(allocated) })
  }
  return { node, tests }
}

function checkTitle(line: string, path: string): void {
  if (conflict.test(line)) throw conflicting(line, `${path}:1`)
  const [, written] = title.exec(line) ?? []
  if (written === undefined) throw bad(`${path}:1`, 'is not the first line of a baseline')
  if (Number(written) <= version) return
  const message = `${path} was written by a newer tracemalloc (format ${written}, this one reads ${version}): update it.`
  throw new TracemallocError('NEWER_VERSION', message)
}

function notAnEntry(line: string, place: string): never {
  if (conflict.test(line)) throw conflicting(line, place)
  throw bad(place, "is not `the test's name  retained=BYTES allocated=BYTES`")
}

const conflicting = (line: string, place: string): TracemallocError =>
  new TracemallocError(
    'BASELINE_CONFLICT',
    `${place} has a conflict of a merge in it (${line.slice(0, 40)}): keep one of the lines for each test, or write the ` +
      'baseline anew.',
  )

const bad = (place: string, what: string): TracemallocError =>
  new TracemallocError('BAD_BASELINE', `${place} ${what}: mend it, or write the baseline anew.`)
