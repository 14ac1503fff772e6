import { type Amount, add, nothing } from '../model/amount.js'
import type { TestResult } from '../model/result.js'
import type { TestTime } from '../model/timeline.js'
import { withFinalErrors } from './final-errors.js'
import type { Group } from './groups.js'
import { type Measure, measure } from './measure.js'
import type { Places } from './place.js'
import { mergePlaced, topPlaced } from './placed.js'
import type { RecordedWindow } from './test-window.js'
import type { Court } from './verdict.js'

interface Attempts {
  readonly windows: RecordedWindow[]
  /** A set, because concurrent attempts share one. */
  readonly measures: Set<Measure>
}

/**
 * A result per test, in the order in which they were first opened; attempts of one test are added up, the last one
 * tells its state.
 * @param top sites per test; 0: all; `undefined`: nobody looks at them, and looking them up would cost more than all else
 */
export function testResults(
  groups: readonly Group[],
  { engine, places }: Pick<Court, 'engine' | 'places'>,
  top: number | undefined,
): TestResult[] {
  const tests = new Map<string, Attempts>()
  for (const { windows, records } of groups) {
    const whole = measure(records, places)
    for (const window of windows) {
      const test = tests.get(window.id) ?? { windows: [], measures: new Set() }
      tests.set(window.id, test)
      test.windows.push(window)
      test.measures.add(window.measured ?? whole)
    }
  }
  return Array.from(tests.values(), attempts => {
    // What `limitMemory` makes exact is so from its call on: little comes before.
    const intervals = attempts.windows.map(({ exact, from, to }) => (exact ? 1 : engine.largestInterval(from, to)))
    return withFinalErrors(testResult(attempts, places, top), Math.max(...intervals))
  })
}

function testResult({ windows, measures }: Attempts, places: Places, top: number | undefined): TestResult {
  const last = windows.at(-1)
  const all = [...measures]
  const failmalloc = windows.find(window => window.failmalloc)?.failmalloc
  const leak = windows.findLast(window => window.leak)?.leak
  const judgedBy = last?.judgedBy
  const time = timeOf(windows)
  return {
    name: last?.name ?? '',
    state: last?.state ?? 'failed',
    concurrent: windows.some(({ concurrent }) => concurrent),
    retained: sum(all.map(({ retained }) => retained)),
    allocated: sum(all.map(({ allocated }) => allocated)),
    sites: top === undefined ? [] : topPlaced(mergePlaced(all.flatMap(it => it.placed)), top, places).sites,
    violations: windows.flatMap(({ violations }) => violations),
    ...(failmalloc && { failmalloc }),
    ...(leak && { leak }),
    ...(judgedBy && { limits: judgedBy }),
    ...(time && { time }),
  }
}

function timeOf(windows: readonly RecordedWindow[]): TestTime | undefined {
  const [first, last] = [windows[0]?.time, windows.at(-1)?.time]
  return first && last && { start: first.start, end: last.end }
}

const sum = (amounts: readonly Amount[]): Amount => amounts.reduce(add, nothing)
