import type { FileResult } from '../model/result.js'
import type { FileColumns } from './report-data.js'
import type { StringTable } from './string-table.js'

/** Makes columns of test files. */
export class FileRows {
  readonly columns = {
    name: [] as number[],
    project: [] as number[],
    retained: [] as number[],
    retainedCount: [] as number[],
    allocated: [] as number[],
    allocatedCount: [] as number[],
    untraced: [] as number[],
    rss: [] as number[],
    retainedLimit: [] as number[],
    allocatedLimit: [] as number[],
  } satisfies FileColumns

  constructor(private readonly strings: StringTable) {}

  add({ file, project, retained, allocated, untraced, process, limits }: FileResult): void {
    const { columns } = this
    columns.name.push(this.strings.index(file))
    columns.project.push(this.strings.index(project))
    columns.retained.push(retained.bytes)
    columns.retainedCount.push(retained.count)
    columns.allocated.push(allocated.bytes)
    columns.allocatedCount.push(allocated.count)
    columns.untraced.push(untraced.size)
    columns.rss.push(process.rss)
    columns.retainedLimit.push(limits?.retained ?? -1)
    columns.allocatedLimit.push(limits?.allocated ?? -1)
  }
}
