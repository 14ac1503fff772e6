import type { Used } from '../model/result.js'
import type { SiteColumns } from './report-data.js'

/** Makes columns of the sites of one owner after the other. */
export class SiteRows {
  readonly columns = {
    start: [0] as number[],
    place: [] as number[],
    retained: [] as number[],
    retainedCount: [] as number[],
    allocated: [] as number[],
    allocatedCount: [] as number[],
  } satisfies SiteColumns

  /** A site of the owner that is at hand. */
  add(place: number, { retained, allocated }: Used): void {
    const { columns } = this
    columns.place.push(place)
    columns.retained.push(retained.bytes)
    columns.retainedCount.push(retained.count)
    columns.allocated.push(allocated.bytes)
    columns.allocatedCount.push(allocated.count)
  }

  /** What comes next is the next owner's. */
  endOwner(): void {
    this.columns.start.push(this.columns.place.length)
  }
}
