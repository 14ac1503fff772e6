import type { TestResult } from '../model/result.js'
import { stateNames, type TestColumns } from './report-data.js'
import type { StringTable } from './string-table.js'

/** Makes columns of tests. */
export class TestRows {
  readonly columns = {
    file: [] as number[],
    name: [] as number[],
    state: [] as number[],
    concurrent: [] as number[],
    retained: [] as number[],
    retainedCount: [] as number[],
    allocated: [] as number[],
    allocatedCount: [] as number[],
    retainedLimit: [] as number[],
    allocatedLimit: [] as number[],
    begin: [] as number[],
    end: [] as number[],
  } satisfies TestColumns

  constructor(private readonly strings: StringTable) {}

  get length(): number {
    return this.columns.name.length
  }

  /** @param file index of its file; -1 without one */
  add(test: Omit<TestResult, 'sites' | 'violations'>, file: number): void {
    const { columns } = this
    const { name, state, concurrent, retained, allocated, limits, time } = test
    columns.file.push(file)
    columns.name.push(this.strings.index(name))
    columns.state.push(stateNames.indexOf(state))
    columns.concurrent.push(concurrent ? 1 : 0)
    columns.retained.push(retained.bytes)
    columns.retainedCount.push(retained.count)
    columns.allocated.push(allocated.bytes)
    columns.allocatedCount.push(allocated.count)
    columns.retainedLimit.push(limits?.retained ?? -1)
    columns.allocatedLimit.push(limits?.allocated ?? -1)
    columns.begin.push(time?.start ?? -1)
    columns.end.push(time?.end ?? -1)
  }
}
