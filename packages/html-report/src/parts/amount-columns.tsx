import type { Capture } from '@tracemalloc/core/page'
import type { ComponentChildren } from 'preact'
import { type Amounts, countOf, type Metric } from '../data/amounts.js'
import { sizeText } from './size.js'
import type { Column } from './table.js'

/** What sites and tests have. */
interface Row {
  readonly now: Amounts
}

const number = { number: true, narrow: true } as const

export const sizeColumn = (capture: Capture, metric: Metric): Column<Row> => ({
  ...number,
  name: 'Size',
  hint: `bytes ${metric}`,
  width: '7rem',
  by: ({ now }) => now[metric],
  show: ({ now }) => sizeText(now[metric], capture.estimated),
})

export const countColumn = (metric: Metric): Column<Row> => ({
  ...number,
  name: 'Count',
  hint: 'allocations',
  width: '6.5rem',
  by: ({ now }) => countOf(now, metric),
  show: ({ now }) => countOf(now, metric).toLocaleString('en'),
})

/** @param growthOf in bytes */
export const growthColumn = <T,>(growthOf: (row: T) => number, show: (row: T) => ComponentChildren): Column<T> => ({
  ...number,
  name: 'Growth',
  hint: 'compared to the older file; sorted by how much it changed',
  width: '7rem',
  by: row => Math.abs(growthOf(row)),
  show,
})
