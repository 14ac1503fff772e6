import type { SiteColumns } from '@tracemalloc/core/page'

export type Metric = 'retained' | 'allocated'

/** Bytes and allocations by metric. */
export interface Amounts {
  retained: number
  retainedCount: number
  allocated: number
  allocatedCount: number
}

export const noAmounts = (): Amounts => ({ retained: 0, retainedCount: 0, allocated: 0, allocatedCount: 0 })

export const countOf = (amounts: Amounts, metric: Metric): number =>
  metric === 'retained' ? amounts.retainedCount : amounts.allocatedCount

export function addRow(amounts: Amounts, rows: SiteColumns, row: number): void {
  amounts.retained += rows.retained[row] ?? 0
  amounts.retainedCount += rows.retainedCount[row] ?? 0
  amounts.allocated += rows.allocated[row] ?? 0
  amounts.allocatedCount += rows.allocatedCount[row] ?? 0
}
