import { type Capture, stateNames } from '@tracemalloc/core/page'
import type { Amounts } from './amounts.js'
import { textOf } from './place.js'
import { remembered } from './remembered.js'

/** A test, and the same one in the capture that it is compared to. */
export interface Test {
  readonly key: string
  /** Its index in the capture that is shown; -1 when only the older one has it. */
  readonly index: number
  readonly name: string
  readonly file: string
  /** Index of its file; -1 in a snapshot. */
  readonly fileIndex: number
  readonly state: (typeof stateNames)[number]
  readonly concurrent: boolean
  readonly now: Amounts
  readonly old: Amounts | undefined
  /** -1: none. */
  readonly limits: { readonly retained: number; readonly allocated: number }
  /** Milliseconds; -1 when unknown. */
  readonly duration: number
}

/** All tests of a capture; behind them those that only the older one has. */
export const testsOf = remembered<readonly Test[]>((capture, old) => {
  const now = list(capture)
  if (!old) return now
  const before = new Map(list(old).map(test => [test.key, test]))
  const compared = now.map(test => ({ ...test, old: before.get(test.key)?.now }))
  for (const { key } of now) before.delete(key)
  return [...compared, ...[...before.values()].map(test => ({ ...test, index: -1, now: none, old: test.now }))]
})

const none: Amounts = { retained: 0, retainedCount: 0, allocated: 0, allocatedCount: 0 }

const list = (capture: Capture): Test[] => capture.tests.name.map((_, index) => testAt(capture, index))

function testAt(capture: Capture, index: number): Test {
  const { tests } = capture
  const at = (column: readonly number[]): number => column[index] ?? 0
  const fileIndex = at(tests.file)
  const [file, name] = [fileLabel(capture, fileIndex), textOf(capture, tests.name[index])]
  return {
    key: `${file}\0${name}`,
    index,
    name,
    file,
    fileIndex,
    state: stateNames[at(tests.state)] ?? 'passed',
    concurrent: at(tests.concurrent) === 1,
    now: {
      retained: at(tests.retained),
      retainedCount: at(tests.retainedCount),
      allocated: at(tests.allocated),
      allocatedCount: at(tests.allocatedCount),
    },
    old: undefined,
    limits: { retained: at(tests.retainedLimit), allocated: at(tests.allocatedLimit) },
    duration: at(tests.begin) < 0 ? -1 : at(tests.end) - at(tests.begin),
  }
}

/** A file's name, with its project in front if that has one. */
export function fileLabel({ files, strings }: Capture, index: number): string {
  const project = strings[files.project[index] ?? -1] ?? ''
  const name = strings[files.name[index] ?? -1] ?? ''
  return project === '' ? name : `|${project}| ${name}`
}
