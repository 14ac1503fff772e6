import type { WindowRecord } from '../engine/engine.js'
import type { RecordedWindow } from './test-window.js'

/** Windows that overlap, and what was allocated from the first one's start to the last one's end. */
export interface Group {
  readonly windows: readonly RecordedWindow[]
  readonly records: readonly WindowRecord[]
}

interface OpenGroup {
  from: number
  to: number
  windows: RecordedWindow[]
  records: WindowRecord[]
}

/**
 * Splits windows into groups; those of sequential tests are alone in theirs. What several tests allocated at the same
 * time cannot be told apart, so such tests share all numbers.
 * @param records of the whole file; those of no group (hooks, module code) are left out
 * @param end where windows that are still open end
 */
export function groupWindows(
  windows: readonly RecordedWindow[],
  records: readonly WindowRecord[],
  end: number,
): Group[] {
  const groups = overlapping(windows, end)
  const groupAt = new Map<number, OpenGroup>()
  for (const group of groups) for (let mark = group.from; mark < group.to; mark++) groupAt.set(mark, group)
  for (const record of records) groupAt.get(record.mark)?.records.push(record)
  return groups
}

function overlapping(windows: readonly RecordedWindow[], end: number): OpenGroup[] {
  const groups: OpenGroup[] = []
  for (const window of [...windows].sort((a, b) => a.from - b.from)) {
    const last = groups.at(-1)
    const { from, to = end } = window
    if (last && from < last.to) {
      last.windows.push(window)
      last.to = Math.max(last.to, to)
    } else {
      groups.push({ from, to, windows: [window], records: [] })
    }
  }
  return groups
}
