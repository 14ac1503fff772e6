import type { Capture, SiteColumns } from '@tracemalloc/core/page'

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

/** What it is called: what a snapshot has is alive, and was not retained in any window. */
export const metricName = ({ kind }: Capture, metric: Metric): string =>
  metric === 'retained' && kind === 'snapshot' ? 'alive' : metric
